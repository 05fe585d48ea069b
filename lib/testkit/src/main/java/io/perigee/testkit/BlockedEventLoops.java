package io.perigee.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * Event loops that were found blocked. A thread that waits (lock, park, future) is reported past {@link #WAITING_LIMIT};
 * one that runs only past {@link #RUNNING_LIMIT}, because on a busy machine it may just not have been scheduled.
 */
final class BlockedEventLoops {

    static final Duration WAITING_LIMIT = Duration.ofMillis(500);
    static final Duration RUNNING_LIMIT = Duration.ofSeconds(5);

    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    private BlockedEventLoops() {}

    static void watch(Vertx vertx) {
        ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(BlockedEventLoops::examine);
    }

    private static void examine(BlockedThreadEvent event) {
        Thread thread = event.thread();
        if (!thread.getName().contains("eventloop")) {
            return;
        }
        boolean waits = switch (thread.getState()) {
            case BLOCKED, WAITING, TIMED_WAITING -> true;
            case NEW, RUNNABLE, TERMINATED -> false;
        };
        if (event.duration() > (waits ? WAITING_LIMIT : RUNNING_LIMIT).toNanos()) {
            String stack = Arrays.stream(thread.getStackTrace())
                    .map(frame -> "\n    at " + frame)
                    .collect(Collectors.joining());
            FOUND.add(thread.getName() + " is blocked for " + event.duration() / 1_000_000 + " ms:" + stack);
        }
    }

    static boolean anyFound() {
        return !FOUND.isEmpty();
    }

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
