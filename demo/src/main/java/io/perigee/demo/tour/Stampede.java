package io.perigee.demo.tour;

import io.perigee.demo.DemoContent;
import io.perigee.demo.DemoEdge;
import io.perigee.demo.DemoRegion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Request collapsing. */
final class Stampede implements TourStep {

    private static final int VIEWERS = 100;

    @Override
    public String title() {
        return VIEWERS + " simultaneous misses become one fetch";
    }

    @Override
    public String story() {
        return VIEWERS + " viewers all over Asia-Pacific ask at once for a report that the origin takes "
                + DemoContent.REPORT_TAKES.toMillis() + " ms to make.\nEach edge, and then the regional cache, lets one"
                + " request through; the others wait for its answer.";
    }

    @Override
    public void take(Walk walk) throws Exception {
        List<DemoEdge> edges = walk.network().edges(DemoRegion.AP);
        String path = walk.reportPath("quarter.txt");
        long started = System.nanoTime();
        List<CompletableFuture<Seen>> asked = new ArrayList<>();
        for (int i = 0; i < VIEWERS; i++) {
            asked.add(walk.begin(edges.get(i % edges.size()).url().resolve(path), "Tokyo"));
        }
        List<Seen> seen = asked.stream().map(CompletableFuture::join).toList();
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        long answered = seen.stream()
                .filter(one -> one.status() == 200 && one.text().contains(path))
                .count();
        long waited = seen.stream()
                .filter(one -> one.header("Cache-Status").contains("collapsed"))
                .count();
        walk.note(VIEWERS + " requests at " + edges.size() + " edges took " + Screen.time(took) + "; " + waited
                + " of them waited for another's answer");
        walk.expect("viewers that got the report", (long) VIEWERS, answered);
        walk.expect("requests that reached the origin", 1L, walk.originFetches(path));
    }
}
