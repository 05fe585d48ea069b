package io.perigee.distribution.document;

import io.perigee.distribution.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/** Names that must not occur twice. */
final class Repetitions {

    private Repetitions() {}

    /** Documents of one text that say two things of one resource. */
    static void check(List<Resource> resources, RuleSink sink) {
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < resources.size(); i++) {
            Resource resource = resources.get(i);
            Integer first = seen.putIfAbsent(resource.getClass().getSimpleName() + "/" + resource.id(), i);
            if (first != null) {
                sink.add(
                        "documents[" + i + "].id",
                        resource.id(),
                        "an id that documents[" + first + "] does not have already");
            }
        }
    }

    /** Reports each name that an earlier one equals; {@code path} gives a name's field. */
    static void check(List<String> names, IntFunction<String> path, RuleSink sink) {
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            Integer first = seen.putIfAbsent(names.get(i), i);
            if (first != null) {
                sink.add(path.apply(i), names.get(i), "one that " + sink.at(path.apply(first)) + " is not already");
            }
        }
    }

    /** As {@link #check(List, IntFunction, RuleSink)} for names whose case does not matter, such as header fields. */
    static void checkIgnoringCase(List<String> names, IntFunction<String> path, RuleSink sink) {
        check(names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList(), path, sink);
    }
}
