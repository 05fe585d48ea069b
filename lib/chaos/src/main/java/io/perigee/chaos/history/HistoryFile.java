package io.perigee.chaos.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A history as a file: an event in JSON on each line, the first one {@link Event.Began}. */
public final class HistoryFile {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private HistoryFile() {}

    /** Writes all events; replaces the file. */
    public static void write(Path file, List<Event> events) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Event event : events) {
                out.write(JSON.writerFor(Event.class).writeValueAsString(event));
                out.newLine();
            }
        }
    }

    /**
     * Reads them back.
     *
     * @throws IOException if it cannot be read, or is not a history of this format; it names the line
     */
    public static List<Event> read(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                events.add(event(file, events.size() + 1, line));
            }
        }
        if (events.isEmpty() || !(events.getFirst() instanceof Event.Began began)) {
            throw new IOException(file + ": expected a history, which begins with the event \"began\"");
        }
        if (began.version() != Event.Began.FORMAT) {
            throw new IOException(file + ": version " + began.version() + " (expected: " + Event.Began.FORMAT + ")");
        }
        return events;
    }

    private static Event event(Path file, int number, String line) throws IOException {
        try {
            return JSON.readValue(line, Event.class);
        } catch (JsonProcessingException e) {
            throw new IOException(file + ", line " + number + ": " + e.getOriginalMessage(), e);
        }
    }
}
