package io.perigee.demo.tour;

import io.perigee.demo.DemoEdge;
import java.time.Duration;
import java.util.List;

/** Invalidation, and its promise. */
final class InvalidationReachesAll implements TourStep {

    private static final String OLD = "Yesterday's news.\n";
    private static final String NEW = "Today's news.\n";

    @Override
    public String title() {
        return "An invalidation, and how long it took to reach every node";
    }

    @Override
    public String story() {
        return """
                Every edge keeps a copy for an hour. The origin gets a new version, and nobody sees it, until the old copies are
                invalidated. Once the control plane says that this is completed, no viewer anywhere gets the old one.""";
    }

    @Override
    public void take(Walk walk) throws Exception {
        List<DemoEdge> edges = walk.network().edges();
        String path = walk.path("news.txt");
        walk.publish(path, OLD);
        walk.expect("edges with the old version", edges.size(), showing(walk, edges, path, OLD));
        walk.publish(path, NEW);
        walk.expect(
                "edges still showing it after a change at the origin", edges.size(), showing(walk, edges, path, OLD));

        long started = System.nanoTime();
        String id = walk.network().api().invalidate(walk.network().distribution(), List.of(path));
        boolean completed = walk.network().api().awaitInvalidated(walk.network().distribution(), id);
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        walk.expect("the invalidation", "Completed", completed ? "Completed" : "InProgress");
        walk.note("every node had applied it " + Screen.time(took) + " after it was asked for");
        walk.expect("edges with the new version", edges.size(), showing(walk, edges, path, NEW));
    }

    private static int showing(Walk walk, List<DemoEdge> edges, String path, String text) throws Exception {
        int count = 0;
        for (DemoEdge edge : edges) {
            if (walk.ask(edge.url().resolve(path), "").text().equals(text)) {
                count++;
            }
        }
        return count;
    }
}
