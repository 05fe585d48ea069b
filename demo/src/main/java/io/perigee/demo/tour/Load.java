package io.perigee.demo.tour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Viewers in one city who ask on and on, each as browsers do it: ask the router where to go, go there, and take the
 * next nearest edge if nobody answers.
 */
final class Load implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Walk walk;
    private final String city;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean going = true;

    private Load(Walk walk, String city) {
        this.walk = walk;
        this.city = city;
    }

    static Load begin(Walk walk, String city, int viewers) {
        Load load = new Load(walk, city);
        for (int i = 0; i < viewers; i++) {
            load.viewers.execute(load::ask);
        }
        return load;
    }

    private void ask() {
        while (going) {
            String path = walk.reportPath("load-" + requests.incrementAndGet());
            try {
                if (answers(path)) {
                    answered.incrementAndGet();
                } else {
                    lost.incrementAndGet();
                }
            } catch (IOException e) {
                lost.incrementAndGet();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean answers(String path) throws IOException, InterruptedException {
        for (URI edge : nearest(path)) {
            try {
                return walk.ask(edge, city).status() == 200;
            } catch (ConnectException e) {
                refused.incrementAndGet();
            } catch (IOException e) {
                broken.incrementAndGet();
            }
        }
        return false;
    }

    /** Where the router sends the viewer, and after that where it would else. */
    private List<URI> nearest(String path) throws IOException, InterruptedException {
        JsonNode route = JSON.readTree(walk.ask(walk.network().routerUrl().resolve(path + "?perigee-explain"), city)
                .text());
        List<URI> edges = new ArrayList<>();
        edges.add(URI.create(route.path("choice").path("location").asText()));
        for (JsonNode candidate : route.path("candidates")) {
            walk.network().edges().stream()
                    .filter(edge -> edge.id().equals(candidate.path("edge").asText()))
                    .map(edge -> edge.url().resolve(path))
                    .forEach(edges::add);
        }
        return edges;
    }

    /** Requests that were begun. */
    int requests() {
        return requests.get();
    }

    /** Viewers' requests that ended with the page, at whichever edge. */
    int answered() {
        return answered.get();
    }

    /** Connections that an edge did not accept. */
    int refused() {
        return refused.get();
    }

    /** Requests that an edge had accepted and did not answer to the end. */
    int broken() {
        return broken.get();
    }

    /** Requests that no edge answered. */
    int lost() {
        return lost.get();
    }

    /** Lets the requests under way end. Blocks. */
    @Override
    public void close() {
        going = false;
        viewers.close();
    }
}
