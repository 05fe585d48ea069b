package io.perigee.chaos.workload;

import io.perigee.chaos.history.Event.Fetched;
import io.perigee.chaos.history.History;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The origin: every response names its fetch and carries the version that its path's content had when the request came. It
 * may stay fresh for hours, and most of it be served stale for hours more, so that nothing but an invalidation makes it go away. Some
 * answers take so long that invalidations overtake them, whole or between head and body; a conditional request for what has
 * not changed gets 304.
 */
final class VersionedOrigin {

    private static final String LATER = ", stale-while-revalidate=3600, stale-if-error=3600";
    private static final long LONGEST_DELAY_MILLIS = 1_500;
    private static final long USUAL_DELAY_MILLIS = 120;

    private final Vertx vertx;
    private final History history;
    private final Random random;
    private final Map<String, AtomicLong> versions = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    VersionedOrigin(Vertx vertx, History history, long seed) {
        this.vertx = vertx;
        this.history = history;
        this.random = new Random(seed);
        Content.PATHS.forEach(path -> versions.put(path, new AtomicLong()));
    }

    /** Listens on a free port of the loopback address. */
    Future<HttpServer> start() {
        return vertx.createHttpServer()
                .connectionHandler(connection -> connection.exceptionHandler(broken -> {}))
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1");
    }

    /** The path's content changes, as it does before somebody invalidates it. */
    void publish(String path) {
        versions.computeIfAbsent(path, added -> new AtomicLong()).incrementAndGet();
    }

    private void handle(HttpServerRequest request) {
        String path = Objects.requireNonNullElse(request.path(), "");
        HttpServerResponse response = request.response();
        AtomicLong current = versions.get(path);
        if (current == null) {
            response.setStatusCode(404).end();
            return;
        }
        long version = current.get();
        Fetched fetch = new Fetched(ids.incrementAndGet(), path, version, history.now());
        history.add(fetch);
        String etag = "\"v" + version + "\"";
        boolean known = etag.equals(request.getHeader("If-None-Match"));
        response.putHeader("Cache-Control", lifetime(path))
                .putHeader("ETag", etag)
                .putHeader("Content-Type", "text/plain")
                .putHeader("Cache-Tag", Content.EVERY + ", " + Content.tag(path))
                .putHeader("Fetch", Long.toString(fetch.id()));
        String body = Content.body(path, version);
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3, 4, 5 -> answer(response, known, body);
            case 6, 7 -> after(USUAL_DELAY_MILLIS, () -> answer(response, known, body));
            case 8 -> after(LONGEST_DELAY_MILLIS, () -> answer(response, known, body));
            default -> answerInParts(response, known, body);
        }
    }

    private static String lifetime(String path) {
        String fresh = "max-age=" + (path.equals(Content.BRIEF) ? 1 : 3600);
        return fresh + (Content.NEVER_STALE.contains(path) ? ", must-revalidate" : LATER);
    }

    private static void answer(HttpServerResponse response, boolean known, String body) {
        if (known) {
            response.setStatusCode(304).end();
        } else {
            response.end(body);
        }
    }

    private void answerInParts(HttpServerResponse response, boolean known, String body) {
        if (known) {
            answer(response, true, body);
            return;
        }
        response.setChunked(true).write(body.substring(0, body.length() / 2));
        after(LONGEST_DELAY_MILLIS, () -> response.end(body.substring(body.length() / 2)));
    }

    private void after(long atMostMillis, Runnable answer) {
        vertx.setTimer(1 + random.nextLong(atMostMillis), fired -> answer.run());
    }
}
