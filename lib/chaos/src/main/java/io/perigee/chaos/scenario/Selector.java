package io.perigee.chaos.scenario;

import io.perigee.chaos.place.Link;
import io.perigee.chaos.place.PlacedNode;
import io.perigee.chaos.place.PlacedNode.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How a scenario names nodes. */
public final class Selector {

    private static final String REGION = "region:";
    private static final String ANY = "any-";

    private Selector() {}

    /** Whether a network that is set up so has what the text names. */
    static boolean isKnown(String text, NetworkSetup network, boolean orOrigin) {
        if (text.startsWith(REGION)) {
            return network.regions().contains(text.substring(REGION.length()));
        }
        return (orOrigin && text.equals(Link.ORIGIN))
                || kindOf(text) != null
                || network.nodes().stream().anyMatch(node -> node.id().equals(text));
    }

    static String expected(NetworkSetup network, boolean orOrigin) {
        List<String> ids =
                new ArrayList<>(List.of("edges", "regionals", "controls", "any-edge", "any-regional", "any-control"));
        network.regions().forEach(region -> ids.add(REGION + region));
        network.nodes().forEach(node -> ids.add(node.id()));
        if (orOrigin) {
            ids.add(Link.ORIGIN);
        }
        return "one of " + String.join(", ", ids);
    }

    private static @Nullable Kind kindOf(String text) {
        String one = text.startsWith(ANY) ? text.substring(ANY.length()) : text;
        for (Kind kind : Kind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            if (one.equals(text.startsWith(ANY) ? name : name + "s")) {
                return kind;
            }
        }
        return null;
    }

    /** The ids that the texts name among those nodes, each once; {@code origin} is itself. */
    public static Set<String> select(List<String> texts, List<PlacedNode> nodes, Random random) {
        Set<String> ids = new LinkedHashSet<>();
        for (String text : texts) {
            Kind kind = kindOf(text);
            if (text.startsWith(REGION)) {
                add(ids, nodes, node -> node.region().equals(text.substring(REGION.length())));
            } else if (kind == null) {
                ids.add(text);
            } else if (text.startsWith(ANY)) {
                List<PlacedNode> those =
                        nodes.stream().filter(node -> node.kind() == kind).toList();
                ids.add(those.get(random.nextInt(those.size())).id());
            } else {
                add(ids, nodes, node -> node.kind() == kind);
            }
        }
        return ids;
    }

    private static void add(Set<String> ids, List<PlacedNode> nodes, Predicate<PlacedNode> condition) {
        nodes.stream().filter(condition).map(PlacedNode::id).forEach(ids::add);
    }
}
