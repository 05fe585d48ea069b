package io.perigee.cache.disk;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes, and the two queues before it: short records that must not wait, and what is to be stored, of which only so much
 * may wait.
 */
final class DiskWriter {
    private final Thread thread;
    private final long mostBytes;
    private final LongSupplier nanos;
    private final Consumer<Throwable> failed;

    // Guarded by this.
    private final Queue<Task> urgent = new ArrayDeque<>();
    private final Queue<Task> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean ending;
    private long busySinceNanos = Long.MAX_VALUE;

    /** Something to be written. */
    interface Task {
        void run() throws IOException;

        /** It will not be run. */
        void drop();

        /** What it holds on to, in bytes. */
        default long bytes() {
            return 0;
        }
    }

    /**
     * @param nanos a time that only rises
     * @param failed told on the writing thread, which then ends
     */
    DiskWriter(String name, long mostBytes, LongSupplier nanos, Consumer<Throwable> failed) {
        this.mostBytes = mostBytes;
        this.nanos = nanos;
        this.failed = failed;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Whether there was room for it. */
    synchronized boolean offer(Task task) {
        if (ending || (waitingBytes > 0 && waitingBytes + task.bytes() > mostBytes)) {
            return false;
        }
        waiting.add(task);
        waitingBytes += task.bytes();
        notifyAll();
        return true;
    }

    /** As {@link #offer}, and waits for room; false when there is none before this time. */
    synchronized boolean offerUntil(Task task, long deadlineNanos) throws InterruptedException {
        while (!offer(task)) {
            long millis = (deadlineNanos - nanos.getAsLong()) / 1_000_000;
            if (ending || millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }

    /** Before everything that waits. */
    void urge(Task task) {
        synchronized (this) {
            if (!ending) {
                urgent.add(task);
                notifyAll();
                return;
            }
        }
        task.drop();
    }

    /** For how long the task that is being run has been running; 0 when there is none. */
    synchronized long busyNanos() {
        return busySinceNanos == Long.MAX_VALUE ? 0 : nanos.getAsLong() - busySinceNanos;
    }

    /** Runs what is queued and ends; whether it had ended by this time. */
    boolean end(long deadlineNanos) throws InterruptedException {
        synchronized (this) {
            ending = true;
            notifyAll();
        }
        long millis = (deadlineNanos - nanos.getAsLong()) / 1_000_000;
        thread.join(Math.max(1, millis));
        return !thread.isAlive();
    }

    /** Drops what is queued, and takes no more. */
    void abandon() {
        List<Task> dropped = new ArrayList<>();
        synchronized (this) {
            ending = true;
            dropped.addAll(urgent);
            dropped.addAll(waiting);
            urgent.clear();
            waiting.clear();
            waitingBytes = 0;
            notifyAll();
        }
        dropped.forEach(Task::drop);
    }

    private void run() {
        for (Task task = take(); task != null; task = take()) {
            try {
                task.run();
            } catch (IOException | RuntimeException | Error e) {
                task.drop();
                failed.accept(e);
                return;
            }
        }
    }

    private synchronized @Nullable Task take() {
        busySinceNanos = Long.MAX_VALUE;
        while (true) {
            Task task = urgent.poll();
            if (task == null) {
                task = waiting.poll();
                if (task != null) {
                    waitingBytes -= task.bytes();
                    notifyAll();
                }
            }
            if (task != null || ending) {
                busySinceNanos = nanos.getAsLong();
                return task;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                // Nobody interrupts it; and a channel would be closed by it.
                throw new IllegalStateException(e);
            }
        }
    }
}
