package io.perigee.demo;

import io.perigee.delivery.tier.NodeIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which nodes a demo network has, and where.
 *
 * @param regionals one regional cache for each region
 * @param edges region by region
 */
record DemoPlan(List<Site> regionals, List<Site> edges) {

    /** CloudFront numbers a city's locations from 50. */
    private static final int FIRST_LOCATION = 49;

    DemoPlan {
        regionals = List.copyOf(regionals);
        edges = List.copyOf(edges);
    }

    /**
     * One node.
     *
     * @param index among the nodes of its kind, from 0
     */
    record Site(int index, DemoRegion region, String city, NodeIdentity identity) {}

    static DemoPlan of(DemoOptions options) {
        List<Site> regionals = new ArrayList<>();
        List<Site> edges = new ArrayList<>();
        for (DemoRegion region : options.regions()) {
            DemoRegion.City first = region.city(0);
            NodeIdentity regional = new NodeIdentity(
                    "regional-" + region.id() + "-1",
                    region.id(),
                    first.code() + (FIRST_LOCATION + 1) + "-R1",
                    first.latitude(),
                    first.longitude());
            regionals.add(new Site(regionals.size(), region, first.name(), regional));
            for (int i = 0; i < options.edgesPerRegion(); i++) {
                edges.add(edge(edges.size(), region, i));
            }
        }
        return new DemoPlan(regionals, edges);
    }

    /** The edge at {@code inRegion} of its region. */
    static Site edge(int index, DemoRegion region, int inRegion) {
        DemoRegion.City city = region.city(inRegion);
        int number = region.numberInCity(inRegion);
        NodeIdentity identity = new NodeIdentity(
                "edge-" + city.code().toLowerCase(Locale.ROOT) + "-" + number,
                region.id(),
                city.code() + (FIRST_LOCATION + number) + "-P1",
                city.latitude(),
                city.longitude());
        return new Site(index, region, city.name(), identity);
    }
}
