package io.perigee.chaos.scenario;

import io.perigee.chaos.place.Link.Direction;
import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A fault at a fixed time. */
public record FaultSetup(
        @Setting(value = "When it begins, from the beginning of the load.", min = "0s")
        Duration at,

        @Setting("What it is.") FaultKind fault,

        @Setting(
                "The nodes that it happens to: ids such as edge-eu-1, or edges, regionals, controls, region:NAME, any-edge, any-regional, any-control (one by chance); for faults of nodes.")
        List<String> nodes,

        @Setting("Who connects, as in nodes; for faults of links.")
        List<String> from,

        @Setting("Who is connected to, as in nodes, or origin; for faults of links.")
        List<String> to,

        @Setting("Which bytes a cut stops: both, there (from who connects) or back.") @Default("both")
        Way direction,

        @Setting(value = "How long it lasts; a rolling-restart lasts as long as it takes.", min = "0s") @Default("5s")
        Duration lasts,

        @Setting(value = "By how much a delay, a slow origin or a jump of a clock.", min = "1ms", max = "365d")
        @Default("300ms")
        Duration by,

        @Setting(value = "Which share of what is sent is lost.", min = "0.001", max = "0.9") @Default("0.1")
        double share,

        @Setting(value = "To how many edges it is scaled, all regions together.", min = "0", max = "60") @Default("0")
        int edges) {

    /** Which bytes a cut stops. */
    public enum Way {
        BOTH,
        THERE,
        BACK;

        /** The same as a place takes it. */
        public Set<Direction> directions() {
            return switch (this) {
                case BOTH -> EnumSet.allOf(Direction.class);
                case THERE -> EnumSet.of(Direction.THERE);
                case BACK -> EnumSet.of(Direction.BACK);
            };
        }
    }

    public FaultSetup {
        nodes = List.copyOf(nodes);
        from = List.copyOf(from);
        to = List.copyOf(to);
        FaultKind.Needs needs = fault.needs();
        boolean ofNodes = needs == FaultKind.Needs.NODES;
        boolean ofLinks = needs == FaultKind.Needs.LINKS;
        new ConfigChecks()
                .that(
                        ofNodes != nodes.isEmpty(),
                        "nodes",
                        nodes,
                        ofNodes
                                ? "the nodes that " + fault.text() + " happens to"
                                : "nothing: " + fault.text() + " has none")
                .that(
                        ofLinks != from.isEmpty(),
                        "from",
                        from,
                        ofLinks ? "who connects" : "nothing: " + fault.text() + " is no fault of links")
                .that(
                        ofLinks != to.isEmpty(),
                        "to",
                        to,
                        ofLinks ? "who is connected to" : "nothing: " + fault.text() + " is no fault of links")
                .that(
                        direction == Way.BOTH || fault == FaultKind.CUT,
                        "direction",
                        direction,
                        "both, unless it is a cut")
                .that(
                        (needs == FaultKind.Needs.EDGES) == (edges > 0),
                        "edges",
                        edges,
                        needs == FaultKind.Needs.EDGES ? "1 to 60" : "nothing: it is for scale")
                .done();
    }

    void checkTargets(ConfigChecks checks, String path, NetworkSetup network) {
        check(checks, path + "nodes", nodes, network, false);
        check(checks, path + "from", from, network, false);
        check(checks, path + "to", to, network, true);
        checks.that(
                fault != FaultKind.SCALE || edges >= network.regions().size() * network.edges(),
                path + "edges",
                edges,
                "at least the " + network.regions().size() * network.edges() + " that there are");
    }

    private static void check(
            ConfigChecks checks, String path, List<String> selectors, NetworkSetup network, boolean orOrigin) {
        for (int i = 0; i < selectors.size(); i++) {
            checks.that(
                    Selector.isKnown(selectors.get(i), network, orOrigin),
                    path + "[" + i + "]",
                    selectors.get(i),
                    Selector.expected(network, orOrigin));
        }
    }
}
