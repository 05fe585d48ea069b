package io.perigee.demo.nemesis;

import io.perigee.demo.nemesis.RecordedRun.Fetch;
import io.perigee.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The origin: every response names its fetch and carries the version that its path's content had when the request came. It
 * may stay fresh for hours, and most of it be served stale for hours more, so that nothing but an invalidation makes it go away. Some
 * answers take so long that invalidations overtake them, whole or between head and body; a conditional request for what has
 * not changed gets 304.
 */
final class VersionedOrigin {

    /** What must not be served stale, so that a soft invalidation makes it go away as well. */
    static final Set<String> NEVER_STALE = Set.of("/strict", "/img/strict");

    /** What viewers ask for; {@code /brief} is fresh for a second only. */
    static final Set<String> PATHS = Set.of(
            "/",
            "/a",
            "/b",
            "/c",
            "/d",
            "/img/1",
            "/img/2",
            "/img/3",
            "/img/deep/1",
            "/img/deep/2",
            "/brief",
            "/strict",
            "/img/strict");

    /** A tag of everything. */
    static final String EVERY = "site";

    private static final String LATER = ", stale-while-revalidate=3600, stale-if-error=3600";
    private static final int LONG = 70_000;
    private static final long LONGEST_DELAY_MILLIS = 1_500;
    private static final long USUAL_DELAY_MILLIS = 120;

    private final Vertx vertx;
    private final History history;
    private final Random random;
    private final Map<String, AtomicLong> versions = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final HttpServer server;
    private volatile boolean failing;

    VersionedOrigin(Vertx vertx, History history, long seed) {
        this.vertx = vertx;
        this.history = history;
        this.random = new Random(seed);
        PATHS.forEach(path -> versions.put(path, new AtomicLong()));
        this.server = Await.get(vertx.createHttpServer()
                .connectionHandler(connection -> connection.exceptionHandler(broken -> {}))
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1"));
    }

    int port() {
        return server.actualPort();
    }

    /** The path's content changes, as it does before somebody invalidates it. */
    void publish(String path) {
        versions.get(path).incrementAndGet();
    }

    /** From now on, half of all requests get 503, or none of them. */
    void failing(boolean on) {
        failing = on;
    }

    private void handle(HttpServerRequest request) {
        String path = request.path();
        HttpServerResponse response = request.response();
        if (!versions.containsKey(path) || (failing && random.nextBoolean())) {
            response.setStatusCode(versions.containsKey(path) ? 503 : 404).end();
            return;
        }
        long version = versions.get(path).get();
        Fetch fetch = new Fetch(ids.incrementAndGet(), path, version, History.now());
        history.fetched(fetch);
        String etag = "\"v" + version + "\"";
        boolean known = etag.equals(request.getHeader("If-None-Match"));
        response.putHeader("Cache-Control", lifetime(path))
                .putHeader("ETag", etag)
                .putHeader("Content-Type", "text/plain")
                .putHeader("Cache-Tag", EVERY + ", " + tag(path))
                .putHeader("Fetch", Long.toString(fetch.id()));
        String body = content(path, version);
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3, 4, 5 -> answer(response, known, body);
            case 6, 7 -> after(USUAL_DELAY_MILLIS, () -> answer(response, known, body));
            case 8 -> after(LONGEST_DELAY_MILLIS, () -> answer(response, known, body));
            default -> answerInParts(response, known, body);
        }
    }

    private static String lifetime(String path) {
        String fresh = "max-age=" + (path.equals("/brief") ? 1 : 3600);
        return fresh + (NEVER_STALE.contains(path) ? ", must-revalidate" : LATER);
    }

    /** What a path's folder, or the path itself where it is in none, is tagged with. */
    static String tag(String path) {
        int folder = path.lastIndexOf('/');
        return folder == 0 ? "page" + path : path.substring(1, folder);
    }

    /** What is below {@code /img/} is long enough for caches to have it on disk. */
    static String content(String path, long version) {
        String content = "version " + version + " of " + path;
        return path.startsWith("/img/") ? content + ".".repeat(LONG) : content;
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
