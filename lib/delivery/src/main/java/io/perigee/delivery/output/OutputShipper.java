package io.perigee.delivery.output;

import io.perigee.node.process.NodePart;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends collected output to the control plane once a second, one batch after the other. A batch that did not arrive, or whose arrival was not
 * heard of, is sent again under its number until it has: so it counts once. While the control plane is away, what is collected waits, and
 * beyond its limit is dropped.
 *
 * <p>The first part of a node to start and the last to stop, so that what functions print while they are stopped is sent as well.
 */
public final class OutputShipper implements NodePart {

    private static final Logger LOG = LoggerFactory.getLogger(OutputShipper.class);

    private static final long SEND_EVERY_MILLIS = 1_000;

    /** A node that stops does not wait longer for a control plane that is away. */
    private static final Duration LAST_SEND = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final CollectedOutput collected;
    private final OutputSink sink;
    private final JsonObject origin;
    private long number;
    private @Nullable Buffer unsent;
    private @Nullable Future<Void> sending;
    private boolean failing;
    private volatile long timer = -1;

    /** @param node the node's id */
    public OutputShipper(Vertx vertx, CollectedOutput collected, OutputSink sink, String node, String region) {
        this.vertx = vertx;
        this.collected = collected;
        this.sink = sink;
        this.origin = new JsonObject()
                .put("node", node)
                .put("region", region)
                // Numbers begin anew with the process.
                .put("run", UUID.randomUUID().toString());
    }

    @Override
    public String name() {
        return "function output";
    }

    @Override
    public Future<Void> start() {
        timer = vertx.setPeriodic(SEND_EVERY_MILLIS, id -> {
            collected.sumUp();
            var unused = send();
        });
        return Future.succeededFuture();
    }

    /** Sends what there is, all of it, unless the control plane does not take it. Joins in where that is under way. */
    public synchronized Future<Void> send() {
        Future<Void> current = sending;
        if (current != null) {
            return current;
        }
        Buffer batch = next();
        if (batch == null) {
            return Future.succeededFuture();
        }
        Future<Void> sent = sink.send(batch).transform(done -> {
            done(done.succeeded(), done.cause());
            return done.succeeded() ? send() : Future.failedFuture(done.cause());
        });
        if (!sent.isComplete()) {
            sending = sent;
        }
        return sent;
    }

    private @Nullable Buffer next() {
        if (unsent == null) {
            JsonObject fresh = collected.take();
            if (fresh != null) {
                unsent = origin.copy().mergeIn(fresh).put("batch", ++number).toBuffer();
            }
        }
        return unsent;
    }

    private synchronized void done(boolean succeeded, @Nullable Throwable cause) {
        sending = null;
        if (succeeded) {
            unsent = null;
        } else if (!failing) {
            LOG.warn("the output of functions waits until the control plane takes it: {}", String.valueOf(cause));
        }
        failing = !succeeded;
    }

    @Override
    public Future<Void> drain(Duration limit) {
        return lastSend(limit.compareTo(LAST_SEND) < 0 ? limit : LAST_SEND);
    }

    /** Sends what is left. */
    @Override
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return lastSend(LAST_SEND);
    }

    private Future<Void> lastSend(Duration limit) {
        return send().timeout(limit.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
    }
}
