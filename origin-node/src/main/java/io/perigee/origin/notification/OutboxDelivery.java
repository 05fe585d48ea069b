package io.perigee.origin.notification;

import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.origin.serving.DiskThreads;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what is in the outbox to the control planes, the oldest first, and removes what they have acknowledged. An invocation whose
 * acknowledgement is lost is handed over again: functions are told at least once.
 */
public final class OutboxDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxDelivery.class);
    private static final long TRY_AGAIN_MILLIS = 1_000;
    private static final long ANSWER_MILLIS = 10_000;
    private static final int ACCEPTED = 202;
    private static final int QUEUE_FULL = 429;

    private final Vertx vertx;
    private final Outbox outbox;
    private final DiskThreads disk;
    private final List<URI> controlPlanes;
    private final NodeAuthenticator authenticator;
    private final HttpClient client;
    private final AtomicBoolean delivering = new AtomicBoolean();
    private volatile boolean stopped;
    private volatile int preferred;
    private volatile long timer = -1;

    /**
     * Delivers once it is started.
     *
     * @param controlPlanes base URLs of their APIs, at least one
     * @param trust a PEM file with the authorities of their certificates; null: those that Java trusts
     */
    public OutboxDelivery(
            Vertx vertx,
            Outbox outbox,
            DiskThreads disk,
            List<URI> controlPlanes,
            @Nullable Path trust,
            NodeAuthenticator authenticator) {
        this.vertx = vertx;
        this.outbox = outbox;
        this.disk = disk;
        this.controlPlanes = List.copyOf(controlPlanes);
        this.authenticator = authenticator;
        HttpClientOptions options = new HttpClientOptions().setConnectTimeout((int) ANSWER_MILLIS);
        if (trust != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(trust.toString()));
        }
        this.client = vertx.createHttpClient(options);
    }

    /** Goes on until it is stopped. */
    public void start() {
        outbox.onNew(this::deliver);
        timer = vertx.setPeriodic(TRY_AGAIN_MILLIS, id -> deliver());
        deliver();
    }

    /** What waits is on disk. */
    public Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return client.close();
    }

    private void deliver() {
        if (stopped || outbox.size() == 0 || !delivering.compareAndSet(false, true)) {
            return;
        }
        round(outbox.names().iterator(), new HashSet<>())
                .onFailure(cause -> {
                    if (!stopped) {
                        preferred = (preferred + 1) % controlPlanes.size();
                        LOG.warn(
                                "{} invocations wait, the control plane does not take them: {}",
                                outbox.size(),
                                cause.getMessage());
                    }
                })
                .onComplete(done -> delivering.set(false));
    }

    /** @param full functions whose queues take no more in this round */
    private Future<Void> round(Iterator<String> names, Set<String> full) {
        if (stopped || !names.hasNext()) {
            return Future.succeededFuture();
        }
        String name = names.next();
        return disk.call(() -> outbox.read(name))
                .compose(waiting -> hand(waiting, full))
                .compose(taken -> taken ? disk.run(() -> outbox.remove(name)) : Future.succeededFuture())
                .compose(done -> round(names, full));
    }

    /** Whether it need not wait any more. */
    private Future<Boolean> hand(Optional<Outbox.Waiting> waiting, Set<String> full) {
        if (waiting.isEmpty()) {
            return Future.succeededFuture(true);
        }
        String function = waiting.get().function();
        return full.contains(function)
                ? Future.succeededFuture(false)
                : send(waiting.get()).compose(status -> switch (status) {
                    case ACCEPTED -> Future.succeededFuture(true);
                    case QUEUE_FULL -> {
                        full.add(function);
                        yield Future.succeededFuture(false);
                    }
                    default -> Future.failedFuture(controlPlanes.get(preferred) + " answered " + status);
                });
    }

    private Future<Integer> send(Outbox.Waiting waiting) {
        String target = "/internal/invocations?function=" + encoded(waiting.function()) + "&qualifier="
                + encoded(waiting.qualifier()) + "&region=" + encoded(waiting.region()) + "&source="
                + encoded(waiting.source());
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(controlPlanes.get(preferred).resolve(target).toString())
                .putHeader("Content-Type", "application/json")
                .putHeader(NodeAuthenticator.FIELD, authenticator.sign("POST", target, field -> List.of()));
        return client.request(options)
                .compose(request -> request.send(waiting.payload()))
                .compose(response -> response.body().map(body -> response.statusCode()))
                .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
