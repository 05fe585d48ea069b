package io.perigee.chaos.workload;

import io.perigee.chaos.place.Place;
import io.perigee.chaos.place.PlacedNode;
import io.perigee.chaos.place.PlacedNode.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Which edges viewers are sent to, as a load balancer or geo DNS would: those of their region that say that they are ready, else
 * others that do. It asks each edge every 250 ms.
 */
final class ReadyEdges {

    static final long ASK_EVERY_MILLIS = 250;
    private static final long ANSWER_MILLIS = 1_000;

    private final Vertx vertx;
    private final Place place;
    private final HttpClient client;
    private final Map<String, Boolean> ready = new ConcurrentHashMap<>();
    private volatile long timer;

    ReadyEdges(Vertx vertx, Place place) {
        this.vertx = vertx;
        this.place = place;
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setConnectTimeout((int) ANSWER_MILLIS))
                .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
                .build();
    }

    void start() {
        look();
        timer = vertx.setPeriodic(ASK_EVERY_MILLIS, tick -> look());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void look() {
        List<PlacedNode> edges = edges();
        ready.keySet().removeIf(id -> edges.stream().noneMatch(edge -> edge.id().equals(id)));
        edges.forEach(edge -> ask(edge.id()));
    }

    private List<PlacedNode> edges() {
        return place.nodes().stream().filter(node -> node.kind() == Kind.EDGE).toList();
    }

    private void ask(String edge) {
        URI management;
        try {
            management = place.managementUrl(edge);
        } catch (IllegalArgumentException removed) {
            return;
        }
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(management.getHost())
                .setPort(management.getPort())
                .setURI("/readyz");
        client.request(options)
                .compose(request -> request.send())
                .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                .onComplete(answer ->
                        ready.put(edge, answer.succeeded() && answer.result().statusCode() == 200));
    }

    /** Somebody could not connect to it. */
    void unreachable(String edge) {
        ready.put(edge, false);
    }

    /** An edge for a viewer of the region, or none if all of them are away. */
    Optional<PlacedNode> choose(String region, Random random) {
        List<PlacedNode> all = edges().stream()
                .filter(edge -> ready.getOrDefault(edge.id(), false))
                .toList();
        List<PlacedNode> near =
                all.stream().filter(edge -> edge.region().equals(region)).toList();
        List<PlacedNode> those = near.isEmpty() ? all : near;
        return those.isEmpty() ? Optional.empty() : Optional.of(those.get(random.nextInt(those.size())));
    }
}
