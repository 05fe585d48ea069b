package io.perigee.chaos.scenario;

import io.perigee.chaos.place.PlacedNode;
import io.perigee.chaos.place.PlacedNode.Kind;
import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The network that is started. */
public record NetworkSetup(
        @Setting(
                value = "The regions' names.",
                pattern = "[a-z][a-z0-9]{0,9}",
                form = "1 to 10 lower-case letters and digits")
        List<String> regions,

        @Setting(value = "Edges of each region.", min = "1", max = "10") @Default("1")
        int edges,

        @Setting(value = "Regional caches of each region.", min = "0", max = "5") @Default("1")
        int regionals,

        @Setting(
                value =
                        "Control planes; several share a PostgreSQL database, which is started if its programs are installed.",
                min = "1",
                max = "5")
        @Default("1")
        int controls,

        @Setting(
                value = "How long a node may serve from its cache without contact to the change log.",
                min = "1s",
                max = "1m")
        @Default("3s")
        Duration lease,

        @Setting(value = "How often the lease is renewed; at most a third of lease.", min = "50ms") @Default("500ms")
        Duration renewEvery,

        @Setting(
                value =
                        "How long a node that stops is not ready before it takes no more connections; viewers look every 250 ms.",
                min = "0s",
                max = "1m")
        @Default("2s")
        Duration drainDelay) {

    private static final int MOST_NODES = 60;

    public NetworkSetup {
        regions = regions.isEmpty() ? List.of("eu", "na", "ap") : List.copyOf(regions);
        new ConfigChecks()
                .that(Set.copyOf(regions).size() == regions.size(), "regions", regions, "each region once")
                .that(
                        renewEvery.multipliedBy(3).compareTo(lease) <= 0,
                        "renewEvery",
                        renewEvery.toMillis() + "ms",
                        "at most a third of lease, " + lease.toMillis() + "ms")
                .that(
                        regions.size() * (edges + regionals) + controls <= MOST_NODES,
                        "regions",
                        regions,
                        "at most " + MOST_NODES + " nodes of all kinds together")
                .done();
    }

    /** All nodes, control planes first. */
    public List<PlacedNode> nodes() {
        List<PlacedNode> nodes = new ArrayList<>();
        for (int i = 1; i <= controls; i++) {
            nodes.add(new PlacedNode("control-" + i, Kind.CONTROL, PlacedNode.EVERYWHERE));
        }
        for (String region : regions) {
            for (int i = 1; i <= regionals; i++) {
                nodes.add(new PlacedNode("regional-" + region + "-" + i, Kind.REGIONAL, region));
            }
            for (int i = 1; i <= edges; i++) {
                nodes.add(edge(region, i));
            }
        }
        return nodes;
    }

    /** The edge of a region with that number, from 1. */
    public static PlacedNode edge(String region, int number) {
        return new PlacedNode("edge-" + region + "-" + number, Kind.EDGE, region);
    }
}
