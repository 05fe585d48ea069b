package io.perigee.control.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.cluster.ControlMember;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeReport;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.NodeStatus;
import io.perigee.cluster.directory.Role;
import io.perigee.cluster.lease.Progress;
import io.perigee.control.change.Changes;
import io.perigee.control.store.LoggedChange;
import io.perigee.control.store.Store;
import io.perigee.distribution.network.NetworkConfig;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the network looks like now. */
final class NetworkOperations {

    private static final int NAMED_ENTRIES = 100;

    private final ApiContext context;
    private final Store store;
    private final Changes changes;
    private final ControlMember member;
    private final CompletedEntries completed;
    private final Work work;

    NetworkOperations(
            ApiContext context,
            Store store,
            Changes changes,
            ControlMember member,
            CompletedEntries completed,
            Work work) {
        this.context = context;
        this.store = store;
        this.changes = changes;
        this.member = member;
        this.completed = completed;
        this.work = work;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get("/v1/nodes", "listNode", "Lists the living nodes with what they last reported.")
                        .answers(200, "NodeList")
                        .handledBy(call -> work.run(this::nodes)),
                Operation.get("/v1/status", "getStatus", "Sums the network up, and names the changes on their way.")
                        .answers(200, "NetworkStatus")
                        .handledBy(call -> work.run(this::status)));
    }

    private Answer nodes() {
        long head = changes.refreshed().sequence();
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode items = page.putArray("items");
        member.statuses().forEach(status -> items.add(node(status, head)));
        return Answer.json(200, page);
    }

    private static ObjectNode node(NodeStatus status, long head) {
        NodeInfo info = status.info();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", info.id());
        json.put("role", info.role().name().toLowerCase(Locale.ROOT));
        json.put("region", info.region());
        json.put("location", info.location());
        json.put("latitude", info.latitude());
        json.put("longitude", info.longitude());
        put(json, "publicUrl", info.publicUrl());
        put(json, "internalUrl", info.internalUrl());
        put(json, "managementUrl", info.managementUrl());
        json.put("version", info.version());
        json.put("state", info.state().name().toLowerCase(Locale.ROOT));
        json.put("startedAt", Instant.ofEpochMilli(info.startedAt()).toString());
        json.put("silentMillis", status.silentFor().toMillis());
        status.report().ifPresent(report -> put(json, info.role(), report, head));
        return json;
    }

    /** Only edges and regional caches follow the log and hold a lease. */
    private static void put(ObjectNode json, Role role, NodeReport report, long head) {
        if (role == Role.EDGE || role == Role.REGIONAL) {
            json.put("applied", report.applied());
            json.put("lag", Math.max(0, head - report.applied()));
            json.put("lease", report.leaseKept() ? "kept" : "lost");
        }
        ObjectNode gauges = json.putObject("gauges");
        report.gauges().forEach(gauges::put);
    }

    private static void put(ObjectNode json, String field, @Nullable URI url) {
        if (url != null) {
            json.put(field, url.toString());
        }
    }

    private Answer status() {
        NetworkConfig config = changes.refreshed();
        long head = config.sequence();
        long done = completed.upTo(head);
        Progress progress = completed.progress(head);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("network", context.networkName());
        json.put("version", member.self().version());
        json.put("log", context.log());
        json.put("head", head);
        json.put("completed", done);
        json.put("settling", done < head && progress.settling());
        json.put("distributions", config.distributions().size());
        json.put("functions", config.functions().size());
        ObjectNode nodes = json.putObject("nodes");
        List<NodeInfo> living = member.directory().nodes();
        for (Role role : Role.values()) {
            List<NodeInfo> those =
                    living.stream().filter(node -> node.role() == role).toList();
            nodes.putObject(role.name().toLowerCase(Locale.ROOT))
                    .put("total", those.size())
                    .put(
                            "ready",
                            those.stream()
                                    .filter(node -> node.state() == NodeState.READY)
                                    .count());
        }
        ArrayNode inProgress = json.putArray("inProgress");
        List<LoggedChange> entries = store.read(transaction -> transaction.entriesAfter(done, NAMED_ENTRIES));
        for (LoggedChange entry : entries) {
            inProgress
                    .addObject()
                    .put("sequence", entry.sequence())
                    .put("kind", entry.kind())
                    .put("acceptedAt", Instant.ofEpochMilli(entry.acceptedAt()).toString());
        }
        return Answer.json(200, json);
    }
}
