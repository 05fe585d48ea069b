package io.perigee.control.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.store.StoredTables;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the lines of a backup. */
final class BackupWriter implements StoredTables.Reader<IOException> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutputStream out;
    private final Sha256 digest = new Sha256();
    private long rows;

    BackupWriter(OutputStream out, BackupHeader header) throws IOException {
        this.out = out;
        line(header.json());
    }

    @Override
    public void table(String name, List<String> columns) throws IOException {
        ObjectNode table = JsonNodeFactory.instance.objectNode().put("table", name);
        ArrayNode names = table.putArray("columns");
        columns.forEach(names::add);
        line(table);
    }

    @Override
    public void row(List<@Nullable Object> values) throws IOException {
        ArrayNode row = JsonNodeFactory.instance.arrayNode();
        for (Object value : values) {
            switch (value) {
                case null -> row.addNull();
                case Long number -> row.add(number);
                case String text -> row.add(text);
                case byte[] bytes -> row.addObject().put("base64", bytes);
                default -> throw new IOException("a value of the type " + value.getClass() + " cannot be written");
            }
        }
        line(row);
        rows++;
    }

    /** The last line; returns how many rows there are. */
    long end() throws IOException {
        ObjectNode end = JsonNodeFactory.instance.objectNode().put("rows", rows);
        end.put("sha256", HexFormat.of().formatHex(digest.value()));
        line(end);
        return rows;
    }

    private void line(JsonNode json) throws IOException {
        byte[] text = JSON.writeValueAsBytes(json);
        digest.line(text);
        out.write(text);
        out.write('\n');
    }
}
