package io.perigee.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.topic.ITopic;
import io.perigee.cluster.directory.DirectoryJson;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.lease.LeaseRecord;
import io.perigee.cluster.log.LogEntry;
import io.perigee.cluster.log.LogPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster's memory holds. All keys and values are strings, so that members and clients of different versions
 * need no common classes.
 *
 * @param nodes node id to {@link NodeInfo}; changes rarely, everybody listens
 * @param reports node id to a report; changes with every renewal interval, only control planes read it
 * @param leases node id, slash, process to {@link LeaseRecord}; only control planes read it
 * @param log one entry: the log's head
 * @param entries log entries on their way to whoever is connected
 */
record SharedData(
        IMap<String, String> nodes,
        IMap<String, String> reports,
        IMap<String, String> leases,
        IMap<String, String> log,
        ITopic<String> entries) {

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
                instance.getTopic("perigee.entries"));
    }

    Optional<LogPosition> head() {
        return Optional.ofNullable(log.get(HEAD)).map(LogPosition::decode);
    }

    /** Moves the head up to {@code to}; another log's head is replaced, its own is never moved down. */
    void raiseHead(LogPosition to) {
        while (true) {
            @Nullable String stored = log.get(HEAD);
            if (stored == null) {
                if (log.putIfAbsent(HEAD, to.encode()) == null) {
                    return;
                }
                continue;
            }
            LogPosition head = LogPosition.decode(stored);
            boolean reached = head.log().equals(to.log()) && head.sequence() >= to.sequence();
            if (reached || log.replace(HEAD, stored, to.encode())) {
                return;
            }
        }
    }

    CompletionStage<Optional<LogPosition>> readHead() {
        return log.getAsync(HEAD).thenApply(head -> Optional.ofNullable(head).map(LogPosition::decode));
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
