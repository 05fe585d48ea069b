package io.perigee.demo.nemesis;

import io.perigee.demo.nemesis.RecordedRun.Delivery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * People in front of the edges. Each asks, reads, and asks again, on connections that are kept; one who has waited for a
 * while asks on another connection beside it, so that an edge that stands still goes on getting requests, which it finds
 * when it moves again.
 */
final class Viewers {

    private static final int AT_EACH_EDGE = 5;
    private static final int CONNECTIONS_TO_EACH_EDGE = 100;
    private static final long PATIENCE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 24;
    private static final long AFTER_FAILURE_MILLIS = 100;

    private static final Pattern VERSION = Pattern.compile("version (\\d{1,18}) of ");

    private final Vertx vertx;
    private final History history;
    private final ToIntFunction<String> ports;
    private final HttpClient client;
    private final List<String> paths = VersionedOrigin.PATHS.stream().sorted().toList();
    private volatile boolean stopped;

    /** @param ports where an edge listens now */
    Viewers(Vertx vertx, History history, ToIntFunction<String> ports) {
        this.vertx = vertx;
        this.history = history;
        this.ports = ports;
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setConnectTimeout(1_000))
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS_TO_EACH_EDGE))
                .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
                .build();
    }

    void arrive(long seed) {
        Random random = new Random(seed);
        for (String edge : NemesisNetwork.EDGES) {
            for (int i = 0; i < AT_EACH_EDGE; i++) {
                Random own = new Random(random.nextLong());
                vertx.getOrCreateContext().runOnContext(turn -> ask(edge, own));
            }
        }
    }

    /** They ask for nothing more. */
    void leave() {
        stopped = true;
    }

    private void ask(String edge, Random random) {
        if (stopped) {
            return;
        }
        AtomicBoolean moved = new AtomicBoolean();
        long impatient = vertx.setTimer(PATIENCE_MILLIS, fired -> {
            if (moved.compareAndSet(false, true)) {
                ask(edge, random);
            }
        });
        get(edge, paths.get(random.nextInt(paths.size()))).onComplete(answered -> {
            vertx.cancelTimer(impatient);
            if (moved.compareAndSet(false, true)) {
                long pause = answered.succeeded() ? 1 + random.nextLong(LONGEST_PAUSE_MILLIS) : AFTER_FAILURE_MILLIS;
                vertx.setTimer(pause, fired -> ask(edge, random));
            }
        });
    }

    /** One request. Fails if the content did not come. */
    private Future<Delivery> get(String edge, String path) {
        long startedAt = History.now();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(ports.applyAsInt(edge))
                .setURI(path);
        return client.request(options)
                .compose(request ->
                        request.authority(HostAndPort.create(Operator.HOST, 80)).send())
                .compose(response -> response.body().compose(body -> {
                    String fetch = response.getHeader("Fetch");
                    if (response.statusCode() != 200 || fetch == null) {
                        return Future.failedFuture("status " + response.statusCode());
                    }
                    boolean hit = response.getHeader("X-Cache").startsWith("Hit");
                    return Future.succeededFuture(new Delivery(
                            edge, path, startedAt, History.now(), Long.parseLong(fetch), version(path, body), hit));
                }))
                .onSuccess(history::delivered)
                .onFailure(refused -> history.refused(refused));
    }

    /** The version in the content, or -1 if that is not what the path's content looks like. */
    private static long version(String path, Buffer body) {
        Matcher version = VERSION.matcher(body.toString());
        if (!version.lookingAt()) {
            return -1;
        }
        long number = Long.parseLong(version.group(1));
        return body.toString().equals(VersionedOrigin.content(path, number)) ? number : -1;
    }
}
