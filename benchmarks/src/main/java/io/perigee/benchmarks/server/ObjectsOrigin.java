package io.perigee.benchmarks.server;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The one small origin behind all servers: an object of each size, fresh for a day, under its path and under every path below that.
 * Counts what it is asked for.
 */
public final class ObjectsOrigin implements AutoCloseable {

    /** Where all objects are. */
    static final String PREFIX = "/assets/";

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Buffer> objects = new HashMap<>();
    private final AtomicLong asked = new AtomicLong();
    private @Nullable HttpServer server;

    public ObjectsOrigin(List<Payload> payloads) {
        for (Payload payload : payloads) {
            byte[] bytes = new byte[payload.bytes()];
            // The same bytes in every run, and none that anybody could compress.
            new Random(payload.bytes()).nextBytes(bytes);
            objects.put(path(payload), Buffer.buffer(bytes));
        }
    }

    public static String path(Payload payload) {
        return PREFIX + payload.label();
    }

    /** The same bytes under another name: an object of its own for every cache. */
    public static String path(Payload payload, long number) {
        return path(payload) + "/" + number;
    }

    public List<String> paths() {
        return new ArrayList<>(objects.keySet());
    }

    /** What the object has to be. */
    public byte[] bytes(Payload payload) {
        Buffer object = objects.get(path(payload));
        if (object == null) {
            throw new IllegalArgumentException("there is no object of " + payload.label());
        }
        return object.getBytes();
    }

    /** Starts to answer, on a free port. */
    public URI start() throws InterruptedException, ExecutionException {
        HttpServer started = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        server = started;
        return URI.create("http://127.0.0.1:" + started.actualPort());
    }

    /** Requests so far. */
    public long asked() {
        return asked.get();
    }

    private void answer(HttpServerRequest request) {
        asked.incrementAndGet();
        String path = request.path();
        Buffer object = path == null ? null : objects.get(withoutNumber(path));
        if (object == null) {
            request.response().setStatusCode(404).end();
            return;
        }
        request.response()
                .putHeader("Content-Type", "image/jpeg")
                .putHeader("Cache-Control", "public, max-age=86400")
                .putHeader("ETag", "\"" + object.length() + "-1\"")
                .putHeader("Last-Modified", "Sat, 21 Nov 2026 08:00:00 GMT")
                .putHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)))
                .end(object);
    }

    private static String withoutNumber(String path) {
        int number = path.indexOf('/', PREFIX.length());
        return number < 0 ? path : path.substring(0, number);
    }

    @Override
    public void close() {
        if (server != null) {
            vertx.close();
        }
    }
}
