package io.perigee.cli;

import io.perigee.control.ControlConfig;
import io.perigee.edge.EdgeConfig;
import io.perigee.node.config.ConfigKey;
import io.perigee.origin.OriginNodeConfig;
import io.perigee.regional.RegionalConfig;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The text of {@code docs/reference/configuration.md}, from the same descriptions by which configuration files are read. */
final class ConfigurationPage {

    private static final Map<String, Class<? extends Record>> NODES = nodes();

    private final StringBuilder page = new StringBuilder();
    private final Set<Class<? extends Record>> shown = new LinkedHashSet<>(NODES.values());

    private ConfigurationPage() {}

    private static Map<String, Class<? extends Record>> nodes() {
        Map<String, Class<? extends Record>> nodes = new LinkedHashMap<>();
        nodes.put("control", ControlConfig.class);
        nodes.put("origin", OriginNodeConfig.class);
        nodes.put("regional", RegionalConfig.class);
        nodes.put("edge", EdgeConfig.class);
        return nodes;
    }

    static String text() {
        ConfigurationPage reference = new ConfigurationPage();
        reference.head();
        Deque<Class<? extends Record>> parts = new ArrayDeque<>();
        NODES.forEach((command, type) -> reference.section("perigee " + command, type, parts));
        while (!parts.isEmpty()) {
            Class<? extends Record> part = parts.removeFirst();
            reference.section(title(part), part, parts);
        }
        return reference.page.toString();
    }

    private void head() {
        line("# Configuration reference");
        line("");
        line("<!-- Generated from lib/cli: mvn test -pl lib/cli -am -Dperigee.reference=write -->");
        line("");
        line(
                "`perigee control|origin|regional|edge --config FILE` runs a node of a network. The file is YAML, or JSON if its name");
        line("ends in `.json`. Neither environment nor command line overrides a key.");
        line("");
        line("- A key without default must be given, unless it is marked as optional.");
        line(
                "- Unknown and repeated keys and values of another type are refused. Every violation is reported at once, with");
        line(
                "  the key's path, the value and what was expected; `perigee config check --role edge FILE` does only that.");
        line("- Relative paths are relative to the file's folder.");
        line(
                "- A value may name environment variables, `id: edge-${POD_NAME}`; one that is not set is refused. `$${` stands for `${`.");
        line("- `examples/network/` has the files of [a network of nine processes](../../examples/network/README.md).");
    }

    private void section(String title, Class<? extends Record> type, Deque<Class<? extends Record>> parts) {
        line("");
        line("## " + title);
        line("");
        line("| key | value | default | meaning |");
        line("|---|---|---|---|");
        for (ConfigKey key : ConfigKey.of(type)) {
            if (key.meaning().isEmpty()) {
                throw new IllegalStateException(type.getName() + "." + key.name() + " has no @Setting");
            }
            if (key.hasKeys() && shown.add(key.type().asSubclass(Record.class))) {
                parts.add(key.type().asSubclass(Record.class));
            }
            line("| `" + key.name() + "` | " + value(key) + " | " + byDefault(key) + " | " + escape(key.meaning())
                    + " |");
        }
    }

    private static String value(ConfigKey key) {
        String one = key.hasKeys() ? link(key.type()) : escape(key.value());
        return switch (key.kind()) {
            case ONE -> one;
            case LIST -> "list of: " + one;
            case MAP -> "map of names to: " + one;
        };
    }

    private static String byDefault(ConfigKey key) {
        return key.defaultValue()
                .map(value -> "`" + value + "`")
                .orElse(key.required() ? "—" : key.kind() == ConfigKey.Kind.ONE ? "optional" : "none");
    }

    private static String title(Class<?> type) {
        String name = type.getSimpleName();
        return name.endsWith("Config") ? name.substring(0, name.length() - "Config".length()) : name;
    }

    private static String link(Class<?> type) {
        return "[" + title(type) + "](#" + title(type).toLowerCase(Locale.ROOT) + ")";
    }

    private static String escape(String text) {
        return List.of("|", "*", "<", "_").stream().reduce(text, (escaped, mark) -> escaped.replace(mark, "\\" + mark));
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
