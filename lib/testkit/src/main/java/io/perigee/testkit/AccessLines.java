package io.perigee.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads access logs in the W3C extended format as any tool does: the {@code #Fields} line names the tab-separated fields of those below it. */
public final class AccessLines {

    private static final String FIELDS = "#Fields: ";

    private AccessLines() {}

    /** The requests of a file, by their fields' names, each decoded once; a compressed one where the name ends in {@code .gz}. */
    public static List<Map<String, String>> read(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return read(file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes);
        }
    }

    private static List<Map<String, String>> read(InputStream bytes) throws IOException {
        List<Map<String, String>> requests = new ArrayList<>();
        String[] names = {};
        BufferedReader lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(FIELDS)) {
                names = line.substring(FIELDS.length()).split(" ", -1);
            } else if (!line.startsWith("#")) {
                requests.add(request(names, line));
            }
        }
        return requests;
    }

    private static Map<String, String> request(String[] names, String line) {
        String[] values = line.split("\t", -1);
        if (values.length != names.length) {
            throw new AssertionError(names.length + " fields are announced, there are " + values.length + ": " + line);
        }
        Map<String, String> request = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            request.put(names[i], decoded(values[i]));
        }
        return request;
    }

    private static String decoded(String value) {
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
