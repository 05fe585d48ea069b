package io.perigee.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * A column of a table of JSON objects.
 *
 * @param value the cell's text; empty where there is nothing to say
 */
public record Column(String heading, Function<JsonNode, String> value) {

    /** A column of a field; a list's elements are separated by commas. */
    public static Column of(String heading, String... path) {
        return new Column(heading, row -> shown(at(row, path)));
    }

    /** A column of how many elements a list has. */
    public static Column count(String heading, String... path) {
        return new Column(heading, row -> Integer.toString(at(row, path).size()));
    }

    /** Prints a row for each object. */
    public static void print(Terminal terminal, List<Column> columns, List<JsonNode> rows) {
        Table table = new Table(columns.stream().map(Column::heading).toList());
        for (JsonNode row : rows) {
            table.row(columns.stream().map(column -> column.value().apply(row)).toList());
        }
        table.print(terminal.out());
    }

    private static JsonNode at(JsonNode row, String... path) {
        JsonNode node = row;
        for (String name : path) {
            node = node.path(name);
        }
        return node;
    }

    private static String shown(JsonNode value) {
        return value.isArray()
                ? String.join(
                        ",",
                        StreamSupport.stream(value.spliterator(), false)
                                .map(JsonNode::asText)
                                .toList())
                : value.isNull() ? "" : value.asText();
    }
}
