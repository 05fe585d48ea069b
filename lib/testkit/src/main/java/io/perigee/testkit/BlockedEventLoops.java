package io.perigee.testkit;

import io.vertx.core.impl.VertxThread;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Event loops that were found blocked, of whatever Vert.x in this JVM. A thread of its own looks at all of them ten times a
 * second. One that waits (lock, park, future) each time it is looked at during one task is reported past
 * {@link #WAITING_LIMIT}; one that computes only past {@link #COMPUTING_LIMIT} of processor time, because on a busy machine
 * it may just not have been scheduled.
 */
final class BlockedEventLoops {

    static final Duration WAITING_LIMIT = Duration.ofMillis(500);
    static final Duration COMPUTING_LIMIT = Duration.ofSeconds(2);

    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    static {
        Thread.ofPlatform().daemon().name("testkit-event-loops").start(BlockedEventLoops::watch);
    }

    private BlockedEventLoops() {}

    /** What is known of the task that an event loop is at. */
    private static final class Task {
        private final long startedAt;
        private final long cpuBefore;
        private long waitingSince;
        private boolean reported;

        Task(VertxThread thread, long startedAt, long now) {
            this.startedAt = startedAt;
            this.cpuBefore = THREADS.getThreadCpuTime(thread.threadId());
            this.waitingSince = now;
        }

        /** Null while it is all right. */
        @Nullable
        String problem(VertxThread thread, long now) {
            switch (thread.getState()) {
                case BLOCKED, WAITING, TIMED_WAITING -> {
                    if (now - waitingSince > WAITING_LIMIT.toNanos()) {
                        return "has waited for " + (now - waitingSince) / 1_000_000 + " ms";
                    }
                }
                case NEW, RUNNABLE, TERMINATED -> {
                    waitingSince = now;
                    long cpu = THREADS.getThreadCpuTime(thread.threadId()) - cpuBefore;
                    if (cpu > COMPUTING_LIMIT.toNanos()) {
                        return "has computed for " + cpu / 1_000_000 + " ms";
                    }
                }
            }
            return null;
        }
    }

    private static void watch() {
        Map<VertxThread, Task> known = new HashMap<>();
        while (true) {
            LockSupport.parkNanos(INTERVAL.toNanos());
            Map<VertxThread, Task> seen = new HashMap<>();
            for (VertxThread thread : eventLoops()) {
                long startedAt = thread.startTime();
                if (startedAt != 0) {
                    seen.put(thread, look(thread, startedAt, known.get(thread)));
                }
            }
            known = seen;
        }
    }

    private static Task look(VertxThread thread, long startedAt, @Nullable Task before) {
        long now = System.nanoTime();
        Task task = before != null && before.startedAt == startedAt ? before : new Task(thread, startedAt, now);
        String problem = task.problem(thread, now);
        if (problem != null && !task.reported) {
            String report = thread.getName() + " " + problem + ":" + stack(thread);
            // It may have come to its end meanwhile; then the stack is another task's.
            if (thread.startTime() == startedAt) {
                task.reported = true;
                FOUND.add(report);
            }
        }
        return task;
    }

    private static String stack(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .map(frame -> "\n    at " + frame)
                .collect(Collectors.joining());
    }

    private static List<VertxThread> eventLoops() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread[] threads = new Thread[group.activeCount() * 2 + 16];
        int count = group.enumerate(threads);
        List<VertxThread> eventLoops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (threads[i] instanceof VertxThread thread && !thread.isWorker()) {
                eventLoops.add(thread);
            }
        }
        return eventLoops;
    }

    static boolean anyFound() {
        return !FOUND.isEmpty();
    }

    /** Attributes what was found before to nobody. */
    static void forget() {
        FOUND.clear();
    }

    static void failIfAny() {
        List<String> found = new ArrayList<>();
        for (String each = FOUND.poll(); each != null; each = FOUND.poll()) {
            found.add(each);
        }
        if (!found.isEmpty()) {
            throw new AssertionError("An event loop was blocked: " + String.join("\n", found));
        }
    }
}
