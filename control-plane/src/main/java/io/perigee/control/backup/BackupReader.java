package io.perigee.control.backup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perigee.control.store.Store;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads a backup; whatever is not as it was written ends it with a {@link BackupException}. */
final class BackupReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Sha256 digest = new Sha256();
    private long rows;

    private BackupReader(Path file) {
        this.file = file;
    }

    /** Reads all of it and gives nothing away but what it is: so that a damaged file changes nothing. */
    static BackupHeader verified(Path file) throws IOException {
        return new BackupReader(file).read((table, columns, values) -> {});
    }

    /** Reads its rows. */
    static void rows(Path file, Store.Row to) throws IOException {
        new BackupReader(file).read(to);
    }

    private BackupHeader read(Store.Row to) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            BackupHeader header = header(next(lines));
            String table = "";
            List<String> columns = List.of();
            while (true) {
                String line = lines.readLine();
                if (line == null) {
                    throw new EOFException();
                }
                JsonNode json = JSON.readTree(line);
                if (json.has("sha256")) {
                    end(json);
                    return header;
                }
                digest.line(line.getBytes(StandardCharsets.UTF_8));
                if (json.isArray()) {
                    rows++;
                    to.add(table, columns, values(json, columns.size()));
                } else {
                    table = json.path("table").asText();
                    columns = new ArrayList<>();
                    for (JsonNode column : json.path("columns")) {
                        columns.add(column.asText());
                    }
                }
            }
        } catch (EOFException | ZipException | JacksonException damaged) {
            throw new BackupException(
                    rows == 0
                            ? file + " is not a backup of a control plane, or is damaged at its beginning"
                            : file + " is cut off or damaged after row " + rows);
        }
    }

    private String next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new EOFException();
        }
        digest.line(line.getBytes(StandardCharsets.UTF_8));
        return line;
    }

    private BackupHeader header(String line) throws IOException {
        JsonNode json = JSON.readTree(line);
        if (!json.path("perigee").asText().equals(BackupHeader.KIND)) {
            throw new BackupException(file + " is not a backup of a control plane");
        }
        if (json.path("format").asInt() != BackupHeader.FORMAT) {
            throw new BackupException(file + " is of format "
                    + json.path("format").asText() + "; this program reads format " + BackupHeader.FORMAT);
        }
        return new BackupHeader(
                json.path("schema").asText(),
                json.path("network").asText(),
                json.path("log").asText(),
                json.path("sequence").asLong(),
                json.path("createdAt").asText());
    }

    private void end(JsonNode json) throws BackupException {
        String is = HexFormat.of().formatHex(digest.value());
        String said = json.path("sha256").asText();
        if (!is.equals(said) || json.path("rows").asLong() != rows) {
            throw new BackupException(file + " is damaged: " + rows + " rows with the digest " + is + ", expected "
                    + json.path("rows").asLong() + " with " + said);
        }
    }

    private List<@Nullable Object> values(JsonNode row, int columns) throws IOException {
        if (row.size() != columns) {
            throw new BackupException(
                    file + " is damaged: row " + rows + " has " + row.size() + " values, expected " + columns);
        }
        List<@Nullable Object> values = new ArrayList<>(columns);
        for (JsonNode value : row) {
            values.add(
                    value.isNull()
                            ? null
                            : value.isNumber()
                                    ? (Object) value.longValue()
                                    : value.isObject() ? value.path("base64").binaryValue() : value.textValue());
        }
        return values;
    }
}
