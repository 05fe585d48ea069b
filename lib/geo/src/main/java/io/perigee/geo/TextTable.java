package io.perigee.geo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tables of this module: UTF-8 text, fields separated by blanks, the last one to the end of the line, {@code #} comments. */
final class TextTable {
    private TextTable() {}

    static List<String> lines(String resource) {
        try (InputStream in = TextTable.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("#", 2)[0].strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String[] fields(String line, int count) {
        String[] fields = line.split("\\s+", count);
        if (fields.length != count) {
            throw new IllegalStateException("expected " + count + " fields: " + line);
        }
        return fields;
    }
}
