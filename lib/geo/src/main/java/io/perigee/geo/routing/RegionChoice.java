package io.perigee.geo.routing;

import io.perigee.geo.Coordinates;
import io.perigee.geo.Distance;
import io.perigee.geo.Geography;
import io.perigee.geo.Precision;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ranks the edges for a viewer.
 *
 * <p>Proximity orders by great-circle distance. Edges at the same distance (in practice: of the same site) share their
 * viewers by weighted rendezvous hashing: each viewer has its own order of them, an edge gets viewers in proportion to
 * its weight, and one that goes away moves only its own viewers. The same hash spreads viewers whose place is unknown.
 * (D. Thaler, C. Ravishankar: Using name-based mappings to increase hit rates, 1998; the weighting is that of
 * J. Schindelhauer and G. Schomaker, Weighted distributed hash tables, 2005.)
 */
public final class RegionChoice {
    /** Edges whose distances differ by less than this are one site. */
    private static final double SAME_SITE_KM = 1;

    private RegionChoice() {}

    /**
     * The outcome for one viewer.
     *
     * @param candidates healthy edges, best first; empty when none is healthy
     * @param reason why they are in this order
     * @param unhealthy the edges left out, in the order given
     */
    public record Ranking(List<Candidate> candidates, Reason reason, List<EdgeLocation> unhealthy) {
        public Ranking {
            candidates = List.copyOf(candidates);
            unhealthy = List.copyOf(unhealthy);
        }
    }

    /**
     * A healthy edge.
     *
     * @param distanceKm from the viewer, or from the viewer's continent's representative point; null when the viewer's
     *     place is unknown
     */
    public record Candidate(EdgeLocation edge, @Nullable Double distanceKm) {}

    /**
     * Ranks the healthy edges.
     *
     * @param viewer where the viewer is
     * @param viewerKey what stays the same from one request of a viewer to the next, usually its address
     * @param edges all edges that may be taken, healthy or not
     */
    public static Ranking rank(RoutingPolicy policy, Geography viewer, String viewerKey, List<EdgeLocation> edges) {
        List<Scored> healthy = new ArrayList<>(edges.size());
        List<EdgeLocation> unhealthy = new ArrayList<>();
        byte[] key = viewerKey.getBytes(StandardCharsets.UTF_8);
        for (EdgeLocation edge : edges) {
            if (edge.healthy()) {
                healthy.add(Scored.of(edge, viewer.coordinates(), key));
            } else {
                unhealthy.add(edge);
            }
        }
        Order order = order(policy, viewer, healthy);
        healthy.sort(order.comparator());
        return new Ranking(healthy.stream().map(Scored::candidate).toList(), order.reason(), unhealthy);
    }

    private record Order(Comparator<Scored> comparator, Reason reason) {}

    private static Order order(RoutingPolicy policy, Geography viewer, List<Scored> healthy) {
        return switch (policy) {
            case RoutingPolicy.Proximity() -> byProximity(viewer);
            case RoutingPolicy.Geolocation geolocation -> byGeolocation(geolocation, viewer, healthy);
            case RoutingPolicy.Weighted() -> new Order(BY_SHARE, new Reason.ByWeight());
        };
    }

    private static Order byProximity(Geography viewer) {
        if (viewer.coordinates() == null) {
            return new Order(BY_SHARE, new Reason.PlaceUnknown());
        }
        boolean coarse = viewer.precision() == Precision.CONTINENT && viewer.continent() != null;
        Reason reason = coarse
                ? new Reason.NearestToContinent(Objects.requireNonNull(viewer.continent()))
                : new Reason.Nearest();
        return new Order(BY_DISTANCE, reason);
    }

    /** An assigned region without a healthy edge is passed over: reachability goes before the operator's preference. */
    private static Order byGeolocation(RoutingPolicy.Geolocation policy, Geography viewer, List<Scored> healthy) {
        Order proximity = byProximity(viewer);
        String country = viewer.countryCode();
        if (country != null) {
            String region = policy.byCountry().get(country);
            if (region != null && hasRegion(healthy, region)) {
                return new Order(first(region, proximity), new Reason.CountryAssigned(country, region));
            }
        }
        if (viewer.continent() != null) {
            String region = policy.byContinent().get(viewer.continent());
            if (region != null && hasRegion(healthy, region)) {
                return new Order(first(region, proximity), new Reason.ContinentAssigned(viewer.continent(), region));
            }
        }
        return proximity;
    }

    private static boolean hasRegion(List<Scored> healthy, String region) {
        return healthy.stream().anyMatch(scored -> scored.edge().region().equals(region));
    }

    private static Comparator<Scored> first(String region, Order rest) {
        return Comparator.<Scored, Boolean>comparing(
                        scored -> !scored.edge().region().equals(region))
                .thenComparing(rest.comparator());
    }

    private static final Comparator<Scored> BY_SHARE = Comparator.comparingDouble((Scored scored) -> -scored.share())
            .thenComparing(scored -> scored.edge().id());

    private static final Comparator<Scored> BY_DISTANCE = Comparator.comparing(
                    (Scored scored) -> scored.edge().weight() == 0)
            .thenComparingLong(Scored::site)
            .thenComparing(BY_SHARE);

    /**
     * @param site distance in steps of {@link #SAME_SITE_KM}
     * @param share the weighted rendezvous score, higher first
     */
    private record Scored(EdgeLocation edge, @Nullable Double distanceKm, long site, double share) {

        static Scored of(EdgeLocation edge, @Nullable Coordinates viewer, byte[] viewerKey) {
            Double km = viewer == null ? null : Distance.km(viewer, edge.coordinates());
            long site = km == null ? 0 : Math.round(km / SAME_SITE_KM);
            return new Scored(edge, km, site, share(edge, viewerKey));
        }

        private static double share(EdgeLocation edge, byte[] viewerKey) {
            if (edge.weight() == 0) {
                return Double.NEGATIVE_INFINITY;
            }
            long hash = StableHash.of(viewerKey, edge.id().getBytes(StandardCharsets.UTF_8));
            // 53 bits, moved off zero, give a number in (0, 1) whose logarithm is finite.
            double uniform = ((hash >>> 11) + 0.5) * 0x1p-53;
            return edge.weight() / -Math.log(uniform);
        }

        Candidate candidate() {
            return new Candidate(edge, distanceKm);
        }
    }
}
