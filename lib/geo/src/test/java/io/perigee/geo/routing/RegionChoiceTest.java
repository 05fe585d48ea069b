package io.perigee.geo.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.perigee.geo.Continent;
import io.perigee.geo.Coordinates;
import io.perigee.geo.Geography;
import io.perigee.geo.places.NamedPlaces;
import io.perigee.geo.routing.RegionChoice.Candidate;
import io.perigee.geo.routing.RegionChoice.Ranking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RegionChoiceTest {
    private static final NamedPlaces PLACES = NamedPlaces.builtIn();
    private static final EdgeLocation EUROPE = edge("eu-1", "europe", "Frankfurt");
    private static final EdgeLocation AMERICA = edge("us-1", "north-america", "Washington");
    private static final EdgeLocation ASIA = edge("ap-1", "asia-pacific", "Tokyo");
    private static final List<EdgeLocation> EDGES = List.of(EUROPE, AMERICA, ASIA);

    @Test
    void theNearestHealthyEdgeComesFirst() {
        Ranking ranking = rank(RoutingPolicy.PROXIMITY, in("Seoul"), EDGES);

        assertThat(ids(ranking)).containsExactly("ap-1", "eu-1", "us-1");
        assertThat(ranking.reason()).isEqualTo(new Reason.Nearest());
        assertThat(ranking.candidates().getFirst().distanceKm()).isCloseTo(1150, within(20.0));
        assertThat(ranking.unhealthy()).isEmpty();
    }

    @Test
    void viewersInBerlinAndSeoulGetDifferentEdges() {
        assertThat(ids(rank(RoutingPolicy.PROXIMITY, in("Berlin"), EDGES)).getFirst())
                .isEqualTo("eu-1");
        assertThat(ids(rank(RoutingPolicy.PROXIMITY, in("New York"), EDGES)).getFirst())
                .isEqualTo("us-1");
    }

    @Test
    void anUnhealthyEdgeIsLeftOutAndNamed() {
        EdgeLocation down = new EdgeLocation("ap-1", "asia-pacific", ASIA.coordinates(), 100, false);
        Ranking ranking = rank(RoutingPolicy.PROXIMITY, in("Seoul"), List.of(EUROPE, AMERICA, down));

        assertThat(ids(ranking)).containsExactly("eu-1", "us-1");
        assertThat(ranking.unhealthy()).containsExactly(down);
    }

    @Test
    void withoutAHealthyEdgeThereIsNoCandidate() {
        EdgeLocation down = new EdgeLocation("ap-1", "asia-pacific", ASIA.coordinates(), 100, false);

        assertThat(rank(RoutingPolicy.PROXIMITY, in("Seoul"), List.of(down)).candidates())
                .isEmpty();
        assertThat(rank(RoutingPolicy.PROXIMITY, in("Seoul"), List.of()).candidates())
                .isEmpty();
    }

    @Test
    void whenOnlyTheContinentIsKnownItsRepresentativePointDecides() {
        Geography somewhereInEurope =
                Geography.builder().continent(Continent.EUROPE).build();
        Ranking ranking = rank(RoutingPolicy.PROXIMITY, somewhereInEurope, EDGES);

        assertThat(ids(ranking).getFirst()).isEqualTo("eu-1");
        assertThat(ranking.reason()).isEqualTo(new Reason.NearestToContinent(Continent.EUROPE));
        assertThat(ranking.reason().describe()).contains("Europe");
    }

    @Test
    void aViewerFromNowhereIsSpreadAndKeepsItsEdge() {
        Ranking first = RegionChoice.rank(RoutingPolicy.PROXIMITY, Geography.UNKNOWN, "10.0.0.1", EDGES);
        Ranking again = RegionChoice.rank(RoutingPolicy.PROXIMITY, Geography.UNKNOWN, "10.0.0.1", EDGES.reversed());

        assertThat(first.reason()).isEqualTo(new Reason.PlaceUnknown());
        assertThat(ids(again)).isEqualTo(ids(first));
        assertThat(first.candidates()).extracting(Candidate::distanceKm).containsOnlyNulls();
    }

    @Test
    void edgesOfOneSiteShareItsViewersByWeight() {
        Coordinates frankfurt = EUROPE.coordinates();
        List<EdgeLocation> site = List.of(
                new EdgeLocation("eu-1", "europe", frankfurt, 100, true),
                new EdgeLocation("eu-2", "europe", frankfurt, 300, true),
                AMERICA);

        int[] viewers = new int[2];
        for (int i = 0; i < 4000; i++) {
            Ranking ranking = RegionChoice.rank(RoutingPolicy.PROXIMITY, in("Berlin"), "viewer-" + i, site);
            assertThat(ids(ranking).getLast()).isEqualTo("us-1");
            viewers[ids(ranking).getFirst().equals("eu-1") ? 0 : 1]++;
        }

        assertThat(viewers[0]).isBetween(880, 1120);
    }

    @Test
    void aDrainedEdgeIsTakenLast() {
        EdgeLocation drained = new EdgeLocation("ap-1", "asia-pacific", ASIA.coordinates(), 0, true);

        assertThat(ids(rank(RoutingPolicy.PROXIMITY, in("Seoul"), List.of(EUROPE, AMERICA, drained))))
                .containsExactly("eu-1", "us-1", "ap-1");
        assertThat(ids(rank(new RoutingPolicy.Weighted(), in("Seoul"), List.of(drained, EUROPE, AMERICA)))
                        .getLast())
                .isEqualTo("ap-1");
        assertThat(ids(rank(RoutingPolicy.PROXIMITY, in("Seoul"), List.of(drained))))
                .containsExactly("ap-1");
    }

    @Test
    void aCountrysAssignedRegionComesFirstThenTheOthersByProximity() {
        RoutingPolicy policy =
                new RoutingPolicy.Geolocation(Map.of("KR", "north-america"), Map.of(Continent.ASIA, "europe"));
        Ranking korea = rank(policy, in("Seoul"), EDGES);
        Ranking india = rank(policy, in("Mumbai"), EDGES);
        Ranking brazil = rank(policy, in("São Paulo"), EDGES);

        assertThat(ids(korea)).containsExactly("us-1", "ap-1", "eu-1");
        assertThat(korea.reason()).isEqualTo(new Reason.CountryAssigned("KR", "north-america"));
        assertThat(ids(india).getFirst()).isEqualTo("eu-1");
        assertThat(india.reason()).isEqualTo(new Reason.ContinentAssigned(Continent.ASIA, "europe"));
        assertThat(ids(brazil).getFirst()).isEqualTo("us-1");
        assertThat(brazil.reason()).isEqualTo(new Reason.Nearest());
    }

    @Test
    void anAssignedRegionWithoutAHealthyEdgeIsPassedOver() {
        RoutingPolicy policy = new RoutingPolicy.Geolocation(Map.of("KR", "africa"), Map.of());

        Ranking ranking = rank(policy, in("Seoul"), EDGES);
        assertThat(ids(ranking).getFirst()).isEqualTo("ap-1");
        assertThat(ranking.reason()).isEqualTo(new Reason.Nearest());
    }

    @Test
    void weightsSpreadViewersOverAllRegions() {
        List<EdgeLocation> edges = List.of(weighted("a", 10), weighted("b", 30), weighted("c", 60));
        int[] viewers = new int[3];
        for (int i = 0; i < 10_000; i++) {
            Ranking ranking = RegionChoice.rank(new RoutingPolicy.Weighted(), in("Seoul"), "viewer-" + i, edges);
            viewers[ids(ranking).getFirst().charAt(0) - 'a']++;
        }

        assertThat(viewers[0]).isBetween(850, 1150);
        assertThat(viewers[1]).isBetween(2800, 3200);
        assertThat(viewers[2]).isBetween(5800, 6200);
    }

    @Test
    void anEdgeThatGoesAwayMovesOnlyItsOwnViewers() {
        List<EdgeLocation> edges = List.of(weighted("a", 10), weighted("b", 30), weighted("c", 60));
        List<EdgeLocation> without = new ArrayList<>(edges);
        without.remove(1);
        for (int i = 0; i < 2000; i++) {
            List<String> before =
                    ids(RegionChoice.rank(new RoutingPolicy.Weighted(), Geography.UNKNOWN, "viewer-" + i, edges));
            List<String> after =
                    ids(RegionChoice.rank(new RoutingPolicy.Weighted(), Geography.UNKNOWN, "viewer-" + i, without));

            List<String> expected = new ArrayList<>(before);
            expected.remove("b");
            assertThat(after).isEqualTo(expected);
        }
    }

    @Test
    void aWeightOutOfRangeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> weighted("a", 1001))
                .withMessage("weight 1001 of edge a: expected 0 to 1000");
        assertThatIllegalArgumentException().isThrownBy(() -> weighted("a", -1));
    }

    private static Ranking rank(RoutingPolicy policy, Geography viewer, List<EdgeLocation> edges) {
        return RegionChoice.rank(policy, viewer, "192.0.2.1", edges);
    }

    private static List<String> ids(Ranking ranking) {
        return ranking.candidates().stream()
                .map(candidate -> candidate.edge().id())
                .toList();
    }

    private static Geography in(String city) {
        return PLACES.named(city).orElseThrow().geography();
    }

    private static EdgeLocation edge(String id, String region, String city) {
        return new EdgeLocation(id, region, Objects.requireNonNull(in(city).coordinates()), 100, true);
    }

    private static EdgeLocation weighted(String id, int weight) {
        return new EdgeLocation(id, id, new Coordinates(0, 0), weight, true);
    }
}
