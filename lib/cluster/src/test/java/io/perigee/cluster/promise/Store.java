package io.perigee.cluster.promise;

import io.perigee.cluster.lease.LeaseRecord;
import io.perigee.cluster.log.LogEntry;
import io.perigee.cluster.log.LogPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the control planes share: a database that loses nothing, and the cluster's memory that may lose everything. */
final class Store {

    static final String LOG = "log";

    final List<LogEntry> database = new ArrayList<>();
    final Map<String, LeaseRecord> records = new HashMap<>();

    @Nullable
    LogPosition head;

    long commit() {
        long sequence = database.size() + 1L;
        database.add(new LogEntry(sequence, "change", "{}"));
        return sequence;
    }

    void raiseHead(long sequence) {
        if (head == null || head.sequence() < sequence) {
            head = new LogPosition(LOG, sequence);
        }
    }

    void loseMemory() {
        records.clear();
        head = null;
    }
}
