package io.perigee.control.api;

import io.perigee.cluster.lease.Acknowledgements;
import io.perigee.cluster.lease.Progress;
import io.perigee.control.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which entries of the log are completed. What was told to anybody is in the database first, so it stays completed over
 * restarts and at other control planes.
 */
public final class CompletedEntries {

    private final Vertx vertx;
    private final Store store;
    private final Acknowledgements acknowledgements;
    private final Set<Promise<Void>> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private volatile long told;

    public CompletedEntries(Vertx vertx, Store store, Acknowledgements acknowledgements) {
        this.vertx = vertx;
        this.store = store;
        this.acknowledgements = acknowledgements;
    }

    /** The highest completed entry, as far as it matters for {@code sequence}. Blocks. */
    public long upTo(long sequence) {
        if (sequence > told) {
            long applied = acknowledgements.completed();
            long stored = store.inTransaction(transaction -> {
                transaction.completed(applied);
                return transaction.completedHead();
            });
            told = Math.max(told, stored);
        }
        return told;
    }

    Progress progress(long sequence) {
        return acknowledgements.progress(sequence);
    }

    /** Completes when the entry is completed, the time is over, or the control plane goes away; asks then. */
    Future<Void> await(long sequence, Duration limit) {
        if (limit.isZero() || sequence <= told) {
            return Future.succeededFuture();
        }
        Promise<Void> over = Promise.promise();
        waiting.add(over);
        long timer = vertx.setTimer(limit.toMillis(), id -> over.tryComplete());
        Future.fromCompletionStage(acknowledgements.whenApplied(sequence)).onComplete(applied -> over.tryComplete());
        if (closed) {
            over.tryComplete();
        }
        return over.future().onComplete(end -> {
            waiting.remove(over);
            vertx.cancelTimer(timer);
        });
    }

    /** Whether the control plane is going away, so that nobody should be made to wait. */
    boolean isClosed() {
        return closed;
    }

    /** Ends all waiting, now and later. */
    public void close() {
        closed = true;
        waiting.forEach(Promise::tryComplete);
    }
}
