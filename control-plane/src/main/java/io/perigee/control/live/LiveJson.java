package io.perigee.control.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.cluster.directory.Role;
import io.perigee.observability.traffic.Traffic;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What clients are told of ticks. */
public final class LiveJson {

    private LiveJson() {}

    static ObjectNode tick(Tick tick) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", tick.at().toString());
        json.put("seconds", tick.seconds());
        json.put("head", tick.head());
        json.put("completed", tick.completed());
        ArrayNode nodes = json.putArray("nodes");
        tick.nodes().forEach(node -> put(nodes.addObject(), node, tick.head()));
        return json;
    }

    private static void put(ObjectNode json, NodeTick node, long head) {
        json.put("id", node.id());
        json.put("role", node.role().label());
        json.put("region", node.region());
        json.put("state", node.state().name().toLowerCase(Locale.ROOT));
        json.put("silentMillis", node.silentMillis());
        if (!node.serves()) {
            return;
        }
        json.put("applied", node.applied());
        json.put("lag", Math.max(0, head - node.applied()));
        json.put("lease", node.leaseKept() ? "kept" : "lost");
        Traffic traffic = Traffic.sum(node.traffic().values());
        json.put("requests", traffic.requests());
        json.put("hits", traffic.hits());
        json.put("upstream", traffic.upstream());
        json.put("errors", traffic.errors());
        json.put("bytes", traffic.bytes());
        if (node.role() == Role.EDGE) {
            ObjectNode viewers = json.putObject("viewers");
            traffic.countries().forEach(viewers::put);
        }
    }

    /** The ticks of a time, as far as they are kept. */
    public static ObjectNode history(LiveNetwork network, Instant from, Instant to) {
        List<Tick> ticks = network.between(from, to);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("ticks");
        ticks.forEach(tick -> items.add(tick(tick)));
        return json;
    }
}
