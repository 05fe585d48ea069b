package io.perigee.cluster;

import io.perigee.cluster.directory.DirectoryJson;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeReport;
import io.perigee.cluster.directory.NodeStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Which nodes of the directory still report. A node whose report has not changed for a lease and a margin, by this
 * control plane's clock, is taken out; if it lives after all it puts itself in again with its next report.
 */
final class Attendance {

    private record Heard(String report, long at) {}

    private final SharedData data;
    private final long silence;
    private final LongSupplier nanos;
    private final Map<String, Heard> heard = new HashMap<>();

    Attendance(SharedData data, Duration silence, LongSupplier nanos) {
        this.data = data;
        this.silence = silence.toNanos();
        this.nanos = nanos;
    }

    /** Reads all reports and takes the silent nodes out. Blocks. */
    synchronized void check() {
        Map<String, String> reports = new HashMap<>();
        data.reports().entrySet().forEach(entry -> reports.put(entry.getKey(), entry.getValue()));
        Map<String, String> nodes = new HashMap<>();
        data.nodes().entrySet().forEach(entry -> nodes.put(entry.getKey(), entry.getValue()));
        heard.keySet().retainAll(nodes.keySet());
        long now = nanos.getAsLong();
        nodes.forEach((id, info) -> {
            String report = reports.getOrDefault(id, "");
            Heard last = heard.get(id);
            if (last == null || !last.report().equals(report)) {
                heard.put(id, new Heard(report, now));
            } else if (now - last.at() >= silence) {
                data.nodes().remove(id, info);
                data.reports().remove(id, report);
            }
        });
    }

    synchronized List<NodeStatus> statuses(List<NodeInfo> nodes) {
        long now = nanos.getAsLong();
        return nodes.stream()
                .map(node -> {
                    Heard last = heard.getOrDefault(node.id(), new Heard("", now));
                    Optional<NodeReport> report = last.report().isEmpty()
                            ? Optional.empty()
                            : DirectoryJson.decode(last.report(), Presence.Beat.class)
                                    .map(Presence.Beat::report);
                    return new NodeStatus(node, report, Duration.ofNanos(now - last.at()));
                })
                .toList();
    }
}
