package io.perigee.cluster.promise;

import io.perigee.cluster.lease.LeaseRecord;
import io.perigee.cluster.lease.LogHead;
import io.perigee.cluster.log.LogPosition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the members of one part of the cluster remember together. It is gone with the last of them. */
final class Memory {

    final Map<String, LeaseRecord> records = new HashMap<>();
    final Set<String> members = new HashSet<>();

    @Nullable
    LogHead head;

    /** What a part that splits off begins with. */
    Memory copy() {
        Memory copy = new Memory();
        copy.records.putAll(records);
        copy.head = head;
        return copy;
    }

    boolean gone() {
        return members.isEmpty();
    }

    void changeHead(long sequence, UnaryOperator<LogHead> change) {
        LogPosition to = new LogPosition(Store.LOG, sequence);
        LogHead before = head == null ? new LogHead(to, Map.of()) : head;
        head = change.apply(before.raised(to));
    }
}
