package io.perigee.functions.javascript;

import io.perigee.functions.HeaderField;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.javascript.AnswerReader.Field;
import io.perigee.functions.javascript.Values.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts the headers and cookies of an answer into those of the message. Lines that the function left alone keep their place and spelling, as do
 * those that it has not seen; names that it changed or added are spelled {@code Like-This}.
 */
final class HeaderMerge {
    private HeaderMerge() {}

    /** With those headers in place of what they were, and without those that are gone. */
    static HeaderFields headers(HeaderFields before, Map<String, Field> set, Set<String> gone) {
        List<HeaderField> merged = new ArrayList<>(before.size() + set.size());
        Map<String, List<Value>> given = given(before, set.keySet());
        Set<String> placed = new HashSet<>();
        for (HeaderField line : before) {
            String name = line.name().toLowerCase(Locale.ROOT);
            Field field = set.get(name);
            if (!Values.isShown(name) || (field == null && !gone.contains(name))) {
                merged.add(line);
            } else if (field != null && placed.add(name)) {
                add(merged, name, field, given.get(name));
            }
        }
        set.forEach((name, field) -> {
            if (!name.equals(name.toLowerCase(Locale.ROOT))) {
                throw new InvalidAnswerException("headers['" + name + "']", name, "a name in lower case");
            }
            if (!given.containsKey(name)) {
                add(merged, name, field, null);
            }
        });
        return HeaderFields.of(merged);
    }

    private static Map<String, List<Value>> given(HeaderFields before, Set<String> names) {
        Map<String, List<Value>> given = new HashMap<>();
        for (HeaderField line : before) {
            String name = line.name().toLowerCase(Locale.ROOT);
            if (names.contains(name) && Values.isShown(name)) {
                given.computeIfAbsent(name, first -> new ArrayList<>(1)).add(Value.of(line.value()));
            }
        }
        return given;
    }

    private static void add(List<HeaderField> merged, String name, Field field, @Nullable List<Value> given) {
        for (Value value : field.applied(given)) {
            merged.add(new HeaderField(HeaderFields.spelled(name), value.value()));
        }
    }

    /** With those cookies, in one line, in place of a request's. */
    static HeaderFields cookies(HeaderFields headers, Map<String, Field> after, Map<String, List<Value>> given) {
        String line = after.entrySet().stream()
                .flatMap(entry -> entry.getValue().applied(given.get(entry.getKey())).stream()
                        .map(value -> entry.getKey() + "=" + value.value()))
                .collect(Collectors.joining("; "));
        HeaderFields others = headers.without("Cookie");
        return line.isEmpty() ? others : others.adding("Cookie", line);
    }

    /** With a line for each of those cookies in place of a response's. */
    static HeaderFields setCookies(HeaderFields headers, Map<String, Field> after, Map<String, List<Value>> given) {
        HeaderFields merged = headers.without("Set-Cookie");
        for (Map.Entry<String, Field> entry : after.entrySet()) {
            for (Value value : entry.getValue().applied(given.get(entry.getKey()))) {
                String attributes = value.attributes().isEmpty() ? "" : "; " + value.attributes();
                merged = merged.adding("Set-Cookie", entry.getKey() + "=" + value.value() + attributes);
            }
        }
        return merged;
    }
}
