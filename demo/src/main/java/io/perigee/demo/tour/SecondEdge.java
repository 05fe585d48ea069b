package io.perigee.demo.tour;

import io.perigee.demo.DemoEdge;

/** The regional cache. */
final class SecondEdge implements TourStep {

    @Override
    public String title() {
        return "A second edge, served by the region's cache";
    }

    @Override
    public String story() {
        return """
                Tokyo has a page; Sydney does not. Both ask the same regional cache on a miss, so that the origin is asked once
                for a whole region.""";
    }

    @Override
    public void take(Walk walk) throws Exception {
        DemoEdge tokyo = walk.asia(0);
        DemoEdge sydney = walk.asia(1);
        String path = walk.path("second-edge.txt");
        walk.publish(path, "Kept by Asia-Pacific.\n");
        walk.get(tokyo, path, "Tokyo");
        long before = walk.originFetches(path);
        Seen seen = walk.get(sydney, path, "Sydney");
        String regional = seen.cacheStatusOf("regional-ap");
        walk.expect("Sydney's own cache", "Miss from perigee", seen.xCache());
        walk.expect("the regional cache", "a hit", regional, regional.contains("; hit"));
        walk.expect("requests that reached the origin for it", 0L, walk.originFetches(path) - before);
    }
}
