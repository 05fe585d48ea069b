package io.perigee.control.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.cluster.directory.Role;
import io.perigee.observability.traffic.DurationClasses;
import io.perigee.observability.traffic.Tally;
import io.perigee.observability.traffic.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The traffic of a time, of all of the network or of a part. */
public final class TrafficReport {

    private static final int MOST_LISTED = 50;

    /** What of the network is wanted; all of it where nothing is said. */
    public record Part(Optional<String> distribution, Optional<String> region, Optional<String> node) {

        boolean has(NodeTick tick) {
            return region.map(tick.region()::equals).orElse(true)
                    && node.map(tick.id()::equals).orElse(true);
        }

        List<Traffic> of(NodeTick tick) {
            return distribution.isEmpty()
                    ? List.copyOf(tick.traffic().values())
                    : Optional.ofNullable(tick.traffic().get(distribution.get())).stream()
                            .toList();
        }
    }

    private final Part part;
    private final List<Tick> ticks;

    private TrafficReport(Part part, List<Tick> ticks) {
        this.part = part;
        this.ticks = ticks;
    }

    /**
     * The report up to now.
     *
     * @param length how long ago it begins; there is nothing from longer than half an hour ago
     */
    public static ObjectNode of(LiveNetwork network, Part part, Duration length) {
        Instant to = network.now();
        Instant from = to.minus(length);
        return new TrafficReport(part, network.between(from, to)).toJson(from, to);
    }

    private ObjectNode toJson(Instant from, Instant to) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("from", from.toString());
        json.put("to", to.toString());
        ObjectNode series = json.putObject("series");
        ObjectNode totals = json.putObject("totals");
        Map<String, Traffic> distributions = byDistribution();
        for (Role role : List.of(Role.EDGE, Role.REGIONAL)) {
            series(series.putArray(role.label()), role);
            ObjectNode total = totals.putObject(role.label());
            Traffic traffic = of(ticks, role);
            figures(total, traffic);
            details(total, traffic);
            if (role == Role.EDGE) {
                list(total.putArray("countries"), "country", traffic.countries());
                urls(total.putArray("urls"), distributions);
            }
        }
        ArrayNode each = json.putArray("distributions");
        distributions.forEach((id, traffic) -> figures(each.addObject().put("id", id), traffic));
        return json;
    }

    private Traffic of(List<Tick> some, Role role) {
        List<Traffic> parts = new ArrayList<>();
        for (Tick tick : some) {
            for (NodeTick node : tick.nodes()) {
                if (node.role() == role && part.has(node)) {
                    parts.addAll(part.of(node));
                }
            }
        }
        return Traffic.sum(parts);
    }

    private void series(ArrayNode series, Role role) {
        for (Tick tick : ticks) {
            ObjectNode point = series.addObject();
            point.put("at", tick.at().toString());
            point.put("seconds", tick.seconds());
            figures(point, of(List.of(tick), role));
        }
    }

    private static void figures(ObjectNode json, Traffic traffic) {
        json.put("requests", traffic.requests());
        json.put("hits", traffic.hits());
        json.put("upstream", traffic.upstream());
        json.put("errors", traffic.errors());
        json.put("bytes", traffic.bytes());
        json.put("hitBytes", traffic.hitBytes());
        percentile(json, "p50", traffic, 0.5);
        percentile(json, "p90", traffic, 0.9);
        percentile(json, "p99", traffic, 0.99);
    }

    private static void percentile(ObjectNode json, String name, Traffic traffic, double share) {
        long micros = DurationClasses.percentile(traffic.durations(), share);
        if (micros < 0) {
            json.putNull(name);
        } else {
            json.put(name, micros);
        }
    }

    private static void details(ObjectNode json, Traffic traffic) {
        put(json.putObject("outcomes"), traffic.outcomes());
        put(json.putObject("reasons"), traffic.reasons());
        put(json.putObject("statuses"), traffic.statuses());
    }

    private static void put(ObjectNode json, Tally tally) {
        tally.forEach(json::put);
    }

    private static void list(ArrayNode json, String name, Tally tally) {
        for (Map.Entry<String, Long> each : tally.top(MOST_LISTED)) {
            json.addObject().put(name, each.getKey()).put("requests", each.getValue());
        }
    }

    /** The same path may be asked of several distributions. */
    private static void urls(ArrayNode json, Map<String, Traffic> distributions) {
        record Url(String distribution, String path, long requests) {}
        List<Url> urls = new ArrayList<>();
        distributions.forEach(
                (id, traffic) -> traffic.urls().forEach((path, requests) -> urls.add(new Url(id, path, requests))));
        urls.sort((a, b) -> Long.compare(b.requests(), a.requests()));
        for (Url url : urls.subList(0, Math.min(MOST_LISTED, urls.size()))) {
            json.addObject()
                    .put("url", url.path())
                    .put("distribution", url.distribution())
                    .put("requests", url.requests());
        }
    }

    /** What edges answered. */
    private Map<String, Traffic> byDistribution() {
        Map<String, List<Traffic>> parts = new TreeMap<>();
        for (Tick tick : ticks) {
            for (NodeTick node : tick.nodes()) {
                if (node.role() == Role.EDGE && part.has(node)) {
                    node.traffic().forEach((id, traffic) -> {
                        if (part.distribution().map(id::equals).orElse(true)) {
                            parts.computeIfAbsent(id, first -> new ArrayList<>())
                                    .add(traffic);
                        }
                    });
                }
            }
        }
        Map<String, Traffic> sums = new TreeMap<>();
        parts.forEach((id, traffic) -> sums.put(id, Traffic.sum(traffic)));
        return sums;
    }
}
