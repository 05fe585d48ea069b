package io.perigee.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What differs between two trees, a line for each field, such as {@code origins[0].httpPort: 80 -> 8080}. */
final class Differences {

    private final List<String> lines = new ArrayList<>();

    private Differences() {}

    static List<String> between(JsonNode before, JsonNode after) {
        Differences differences = new Differences();
        differences.compare("", before, after);
        return differences.lines;
    }

    private void compare(String path, @Nullable JsonNode before, @Nullable JsonNode after) {
        if (before == null || after == null) {
            lines.add(path + ": " + shown(before) + " -> " + shown(after));
        } else if (before.isObject() && after.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(
                    name -> compare(path.isEmpty() ? name : path + "." + name, before.get(name), after.get(name)));
        } else if (before.isArray() && after.isArray()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare(path + "[" + i + "]", before.get(i), after.get(i));
            }
        } else if (!before.equals(after)) {
            lines.add(path + ": " + shown(before) + " -> " + shown(after));
        }
    }

    private static String shown(@Nullable JsonNode value) {
        return value == null ? "(none)" : value.toString();
    }
}
