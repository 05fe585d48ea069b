package io.perigee.chaos.workload;

import io.perigee.chaos.history.Event.Answered;
import io.perigee.chaos.history.Event.Failed;
import io.perigee.chaos.history.History;
import io.perigee.chaos.place.Place;
import io.perigee.chaos.place.PlacedNode;
import io.perigee.chaos.scenario.WorkloadSetup;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * People in front of the edges. Each asks, reads, and asks again, on connections that are kept; one who has waited for a
 * while asks on another connection beside it, so that an edge that stands still has requests to find when it moves again. Who
 * cannot connect to an edge tries another one: a request has failed only once it was sent, or when no edge has taken it in good time.
 */
final class Viewers {

    private static final int CONNECTIONS_TO_EACH_EDGE = 100;
    private static final long PATIENCE_MILLIS = 250;

    /**
     * Less than the minute after which a node closes connections on which nothing moves: a request that meets that on its way would have to be
     * sent again (RFC 9112 section 9.3.1), and what is sent again is not seen to fail.
     */
    private static final int KEPT_SECONDS = 15;

    private static final long AFTER_FAILURE_MILLIS = 100;

    /** Requests of one viewer: more would bury a machine on which everything is slow. */
    private static final int MOST_WAITING = 6;

    private final Vertx vertx;
    private final Place place;
    private final History history;
    private final ReadyEdges edges;
    private final WorkloadSetup setup;
    private final HttpClient client;
    private volatile boolean stopped;

    Viewers(Vertx vertx, Place place, History history, ReadyEdges edges, WorkloadSetup setup) {
        this.vertx = vertx;
        this.place = place;
        this.history = history;
        this.edges = edges;
        this.setup = setup;
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setConnectTimeout(1_000).setKeepAliveTimeout(KEPT_SECONDS))
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS_TO_EACH_EDGE))
                .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
                .build();
    }

    void arrive(List<String> regions, long seed) {
        Random random = new Random(seed);
        for (String region : regions) {
            for (int i = 0; i < setup.viewers(); i++) {
                Random own = new Random(random.nextLong());
                AtomicInteger waiting = new AtomicInteger();
                vertx.getOrCreateContext().runOnContext(turn -> ask(region, own, waiting));
            }
        }
    }

    /** They ask for nothing more. */
    void leave() {
        stopped = true;
    }

    private void ask(String region, Random random, AtomicInteger waiting) {
        if (stopped) {
            return;
        }
        waiting.incrementAndGet();
        AtomicBoolean moved = new AtomicBoolean();
        long impatient = vertx.setTimer(PATIENCE_MILLIS, fired -> {
            if (waiting.get() < MOST_WAITING && moved.compareAndSet(false, true)) {
                ask(region, random, waiting);
            }
        });
        String path = Content.PATHS.get(random.nextInt(Content.PATHS.size()));
        get(region, path, random).onComplete(asked -> {
            waiting.decrementAndGet();
            vertx.cancelTimer(impatient);
            if (moved.compareAndSet(false, true)) {
                boolean answered = asked.succeeded() && asked.result();
                long pause = answered ? 1 + random.nextLong(setup.pause().toMillis()) : AFTER_FAILURE_MILLIS;
                vertx.setTimer(pause, fired -> ask(region, random, waiting));
            }
        });
    }

    /** One request, by whichever edge takes it; whether it was answered. */
    private Future<Boolean> get(String region, String path, Random random) {
        return attempt(region, path, random, history.now());
    }

    private Future<Boolean> attempt(String region, String path, Random random, long startedAt) {
        if (history.now() - startedAt > setup.patience().toNanos()) {
            history.add(new Failed(region, "", path, startedAt, history.now(), "no edge can be reached"));
            return Future.succeededFuture(false);
        }
        Optional<PlacedNode> edge = edges.choose(region, random);
        if (edge.isEmpty()) {
            return again(region, path, random, startedAt);
        }
        String id = edge.get().id();
        return connect(id, path).transform(connected -> {
            if (connected.failed()) {
                edges.unreachable(id);
                return again(region, path, random, startedAt);
            }
            return exchange(region, id, path, connected.result());
        });
    }

    private Future<Boolean> again(String region, String path, Random random, long startedAt) {
        Promise<Boolean> answered = Promise.promise();
        vertx.setTimer(
                AFTER_FAILURE_MILLIS,
                fired -> attempt(region, path, random, startedAt).onComplete(answered));
        return answered.future();
    }

    private Future<HttpClientRequest> connect(String edge, String path) {
        URI url;
        try {
            url = place.viewerUrl(edge);
        } catch (IllegalArgumentException removed) {
            return Future.failedFuture(removed);
        }
        return client.request(new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(url.getHost())
                .setPort(url.getPort())
                .setURI(path));
    }

    /** A request to that edge and no other, with what came of it; fails if nothing did. */
    Future<Answered> only(String region, String edge, String path) {
        return connect(edge, path).compose(request -> receive(region, edge, path, request));
    }

    private Future<Boolean> exchange(String region, String edge, String path, HttpClientRequest request) {
        long startedAt = history.now();
        return receive(region, edge, path, request)
                .onSuccess(history::add)
                .map(answered -> answered.status() == 200)
                .recover(failure -> {
                    String why = failure.getMessage() == null ? failure.toString() : failure.getMessage();
                    history.add(new Failed(region, edge, path, startedAt, history.now(), why));
                    return Future.succeededFuture(false);
                });
    }

    private Future<Answered> receive(String region, String edge, String path, HttpClientRequest request) {
        long startedAt = history.now();
        return request.authority(HostAndPort.create(Operator.HOST, 80))
                .send()
                .compose(response ->
                        response.body().map(body -> answered(region, edge, path, startedAt, response, body)))
                .timeout(setup.patience().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(late -> request.reset());
    }

    private Answered answered(
            String region, String edge, String path, long startedAt, HttpClientResponse response, Buffer body) {
        String cache = Objects.requireNonNullElse(response.getHeader("X-Cache"), "");
        return new Answered(
                region,
                edge,
                path,
                startedAt,
                history.now(),
                response.statusCode(),
                number(response.getHeader("Fetch")),
                Content.versionOf(path, body),
                cache.startsWith("Hit"),
                number(response.getHeader(Operator.CONFIGURATION_HEADER)),
                number(response.getHeader(Operator.FUNCTION_HEADER)),
                response.statusCode() == 200
                        ? ""
                        : (cache + " " + Objects.requireNonNullElse(response.getHeader("Cache-Status"), "")).strip());
    }

    private static long number(@Nullable String header) {
        return header != null && header.matches("\\d{1,18}") ? Long.parseLong(header) : 0;
    }
}
