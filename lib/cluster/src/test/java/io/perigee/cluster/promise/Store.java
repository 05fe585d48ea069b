package io.perigee.cluster.promise;

import io.perigee.cluster.log.LogEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The database that all control planes share; it loses nothing. */
final class Store {

    static final String LOG = "log";

    final List<LogEntry> database = new ArrayList<>();

    /** What control planes have noted of themselves. */
    final Map<String, Long> notes = new HashMap<>();

    long commit() {
        long sequence = database.size() + 1L;
        database.add(new LogEntry(sequence, "change", "{}"));
        return sequence;
    }
}
