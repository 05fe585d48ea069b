package io.perigee.functions.javascript;

import io.perigee.functions.HeaderField;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.javascript.AnswerReader.Field;
import io.perigee.functions.javascript.Values.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts the headers and cookies of an answer into those of the message. Lines that the function left alone keep their place and spelling, as do
 * those that it has not seen; names that it changed or added are spelled {@code Like-This}.
 */
final class HeaderMerge {
    private HeaderMerge() {}

    static HeaderFields headers(HeaderFields before, Map<String, Field> after) {
        Map<String, List<Value>> given = Values.ofHeaders(before);
        List<HeaderField> merged = new ArrayList<>(before.size() + after.size());
        Set<String> placed = new HashSet<>();
        for (HeaderField line : before) {
            String name = line.name().toLowerCase(Locale.ROOT);
            Field field = after.get(name);
            if (!Values.isShown(name)) {
                merged.add(line);
            } else if (field != null) {
                List<Value> values = field.applied(given.get(name));
                if (values.equals(given.get(name))) {
                    merged.add(line);
                } else if (placed.add(name)) {
                    values.forEach(value -> merged.add(new HeaderField(HeaderFields.spelled(name), value.value())));
                }
            }
        }
        after.forEach((name, field) -> {
            if (!name.equals(name.toLowerCase(Locale.ROOT))) {
                throw new InvalidAnswerException("headers['" + name + "']", name, "a name in lower case");
            }
            if (!given.containsKey(name)) {
                field.applied(null)
                        .forEach(value -> merged.add(new HeaderField(HeaderFields.spelled(name), value.value())));
            }
        });
        return HeaderFields.of(merged);
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
