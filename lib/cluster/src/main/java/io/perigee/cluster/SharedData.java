package io.perigee.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.topic.ITopic;
import io.perigee.cluster.directory.DirectoryJson;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.lease.LeaseRecord;
import io.perigee.cluster.lease.LogHead;
import io.perigee.cluster.log.LogEntry;
import io.perigee.cluster.log.LogPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster's memory holds. All keys and values are strings, so that members and clients of different versions
 * need no common classes.
 *
 * @param nodes node id to {@link NodeInfo}; changes rarely, everybody listens
 * @param reports node id to a report; changes with every renewal interval, only control planes read it
 * @param leases node id, slash, process to {@link LeaseRecord}; only control planes read it
 * @param log one entry: the log's {@link LogHead head}
 * @param entries log entries on their way to whoever is connected
 * @param traffic what nodes tell of their traffic, on its way to control planes
 */
record SharedData(
        IMap<String, String> nodes,
        IMap<String, String> reports,
        IMap<String, String> leases,
        IMap<String, String> log,
        ITopic<String> entries,
        ITopic<String> traffic) {

    /** A log entry on its way. */
    record SentEntry(String log, long sequence, String kind, String payload) {

        LogEntry entry() {
            return new LogEntry(sequence, kind, payload);
        }
    }

    private static final String HEAD = "head";

    static SharedData of(HazelcastInstance instance) {
        return new SharedData(
                instance.getMap("perigee.nodes"),
                instance.getMap("perigee.reports"),
                instance.getMap("perigee.leases"),
                instance.getMap("perigee.log"),
                instance.getTopic("perigee.entries"),
                instance.getTopic("perigee.traffic"));
    }

    Optional<LogHead> head() {
        return Optional.ofNullable(log.get(HEAD)).map(LogHead::decode);
    }

    /** Moves the head up to {@code to}. */
    void raiseHead(LogPosition to) {
        changeHead(to, head -> head);
    }

    /**
     * Moves the head up to {@code to}, which {@code plane} has just asked the database for, and counts that; it is not
     * counted if the count is not {@code before} any more, as it was before the database was asked.
     *
     * @param kept who else may have a count here; others' are dropped
     */
    void countHead(LogPosition to, String plane, long before, Predicate<String> kept) {
        changeHead(to, head -> head.counted(plane, before, kept));
    }

    private void changeHead(LogPosition to, UnaryOperator<LogHead> change) {
        while (true) {
            @Nullable String stored = log.get(HEAD);
            LogHead before = stored == null ? new LogHead(to, Map.of()) : LogHead.decode(stored);
            String after = change.apply(before.raised(to)).encode();
            boolean done = stored == null
                    ? log.putIfAbsent(HEAD, after) == null
                    : stored.equals(after) || log.replace(HEAD, stored, after);
            if (done) {
                return;
            }
        }
    }

    CompletionStage<Optional<LogHead>> readHead() {
        return Answers.direct(log.getAsync(HEAD))
                .thenApply(head -> Optional.ofNullable(head).map(LogHead::decode));
    }

    List<NodeInfo> readNodes() {
        List<NodeInfo> all = new ArrayList<>();
        nodes.values()
                .forEach(json -> DirectoryJson.decode(json, NodeInfo.class).ifPresent(all::add));
        return all;
    }

    /**
     * Reads a lease record. One that a program of a later version wrote in a form that this one cannot read still
     * counts: as a node that has applied nothing.
     */
    static LeaseRecord decodeLease(String key, String json) {
        return DirectoryJson.decode(json, LeaseRecord.class)
                .orElseGet(() -> new LeaseRecord(nodeOf(key), json.hashCode(), LogPosition.NONE, false));
    }

    static Map<String, LeaseRecord> decodeLeases(Map<String, String> raw) {
        Map<String, LeaseRecord> records = new HashMap<>();
        raw.forEach((key, json) -> records.put(key, decodeLease(key, json)));
        return records;
    }

    private static String nodeOf(String leaseKey) {
        return leaseKey.substring(0, Math.max(0, leaseKey.indexOf('/')));
    }
}
