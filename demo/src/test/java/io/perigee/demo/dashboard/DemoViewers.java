package io.perigee.demo.dashboard;

import io.perigee.demo.DemoEdge;
import io.perigee.demo.DemoNetwork;
import io.perigee.demo.DemoRegion;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Viewers of some cities who look at the sample site at their region's edges all the time, so that there is something to see. */
final class DemoViewers implements AutoCloseable {

    private static final Map<DemoRegion, List<String>> CITIES = Map.of(
            DemoRegion.EU, List.of("Berlin", "Madrid", "London"),
            DemoRegion.AP, List.of("Tokyo", "Sydney", "Mumbai", "Seoul"));
    private static final List<String> PATHS =
            List.of("/", "/css/site.css", "/img/mars.jpg?w=200", "/img/plum.jpg?w=300", "/api/time", "/nowhere", "/");

    private final DemoNetwork network;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger asked = new AtomicInteger();

    private DemoViewers(DemoNetwork network) {
        this.network = network;
    }

    static DemoViewers of(DemoNetwork network) {
        DemoViewers viewers = new DemoViewers(network);
        var unused = viewers.clock.scheduleAtFixedRate(viewers::ask, 0, 50, TimeUnit.MILLISECONDS);
        return viewers;
    }

    /** An edge that does not answer is no reason to stop: one is stopped on purpose. */
    private void ask() {
        int turn = asked.getAndIncrement();
        DemoEdge edge = network.edges().get(turn % network.edges().size());
        List<String> cities = CITIES.getOrDefault(edge.region(), List.of("New York"));
        HttpRequest request = HttpRequest.newBuilder(edge.url().resolve(PATHS.get(turn % PATHS.size())))
                .header("Perigee-Viewer", cities.get(turn / network.edges().size() % cities.size()))
                .build();
        var unused = network.http().sendAsync(request, BodyHandlers.discarding());
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
