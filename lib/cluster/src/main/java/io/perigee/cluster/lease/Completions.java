package io.perigee.cluster.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Those who wait for entries to be completed. Thread-safe; futures complete in the thread that reports progress. */
public final class Completions {

    private final TreeMap<Long, List<CompletableFuture<Void>>> waiting = new TreeMap<>();
    private long completed;
    private boolean closed;

    /** Completes when {@link #reached} is told {@code sequence} or more; cancelled when this is closed. */
    public CompletableFuture<Void> whenReached(long sequence) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        boolean done;
        synchronized (this) {
            done = sequence <= completed;
            if (!done && !closed) {
                waiting.computeIfAbsent(sequence, first -> new ArrayList<>()).add(future);
                return future;
            }
        }
        if (done) {
            future.complete(null);
        } else {
            future.cancel(false);
        }
        return future;
    }

    /** Every entry up to {@code sequence} is completed. */
    public void reached(long sequence) {
        List<CompletableFuture<Void>> done = new ArrayList<>();
        synchronized (this) {
            completed = Math.max(completed, sequence);
            var reached = waiting.headMap(sequence, true);
            reached.values().forEach(done::addAll);
            reached.clear();
        }
        done.forEach(future -> future.complete(null));
    }

    /** Cancels what waits, and all that comes later. */
    public void close() {
        List<CompletableFuture<Void>> left = new ArrayList<>();
        synchronized (this) {
            closed = true;
            waiting.values().forEach(left::addAll);
            waiting.clear();
        }
        left.forEach(future -> future.cancel(false));
    }
}
