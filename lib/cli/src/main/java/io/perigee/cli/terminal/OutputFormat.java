package io.perigee.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a command shows what it found. */
public enum OutputFormat {
    /** Aligned columns. */
    TABLE,
    /** Everything that the control plane says, for {@code jq}. */
    JSON,
    /** YAML; of distributions and policies the documents that {@code perigee apply} takes. */
    YAML;

    /**
     * Prints all that was found of a kind.
     *
     * @param plural what they are called; where there is none a table says so, on the error stream
     */
    public void list(Terminal terminal, String plural, List<Column> columns, List<JsonNode> found) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode().addAll(found);
        switch (this) {
            case TABLE -> {
                if (found.isEmpty()) {
                    terminal.err().println("no " + plural);
                } else {
                    Column.print(terminal, columns, found);
                }
            }
            case JSON -> terminal.out().println(Texts.json(all));
            case YAML -> terminal.out().println(Texts.yaml(all));
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the lower-case name. */
    public static final class Converter implements ITypeConverter<OutputFormat> {
        @Override
        public OutputFormat convert(String text) {
            for (OutputFormat format : values()) {
                if (format.toString().equals(text)) {
                    return format;
                }
            }
            throw new TypeConversionException("'" + text + "' is not one of table, json, yaml");
        }
    }
}
