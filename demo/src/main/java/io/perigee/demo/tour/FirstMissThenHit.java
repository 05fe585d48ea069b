package io.perigee.demo.tour;

import io.perigee.demo.DemoEdge;

/** The edge's cache. */
final class FirstMissThenHit implements TourStep {

    @Override
    public String title() {
        return "A first miss in Tokyo, and the hit after it";
    }

    @Override
    public String story() {
        return """
                Nobody in Tokyo has asked for this page yet: the edge there asks its region's cache, which asks the origin.
                The second viewer gets the copy that was kept.""";
    }

    @Override
    public void take(Walk walk) throws Exception {
        DemoEdge tokyo = walk.asia(0);
        String path = walk.path("first.txt");
        walk.publish(path, "Konnichiwa from the origin.\n");
        Seen first = walk.get(tokyo, path, "Tokyo");
        Seen second = walk.get(tokyo, path, "Tokyo");
        walk.expect("the first viewer's X-Cache", "Miss from perigee", first.xCache());
        walk.expect("the second viewer's X-Cache", "Hit from perigee", second.xCache());
        walk.expect("served at", tokyo.location(), second.header("X-Amz-Cf-Pop"));
        walk.expect(
                "both got the same bytes",
                "true",
                Boolean.toString(first.text().equals(second.text())),
                first.text().equals(second.text()));
        walk.expect("requests that reached the origin", 1L, walk.originFetches(path));
        walk.note("Cache-Status of the first: " + first.header("Cache-Status"));
        walk.note("Cache-Status of the second: " + second.header("Cache-Status"));
    }
}
