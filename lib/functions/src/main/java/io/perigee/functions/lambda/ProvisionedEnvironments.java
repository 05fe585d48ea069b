package io.perigee.functions.lambda;

import io.perigee.functions.runtime.ProvisionedUse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The environments of a version that are kept initialised (provisioned concurrency): they take calls before others do, never idle
 * out, make room for nobody, and are replaced when they end. One that ends before it has had a call is replaced after a pause, which doubles from a second
 * to a minute while that goes on.
 */
final class ProvisionedEnvironments {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int DOUBLINGS = 6;

    private final LambdaFunction function;
    private final LambdaNode node;
    private final LongAdder invocations = new LongAdder();
    private final LongAdder spillovers = new LongAdder();

    // Guarded by this.
    private final Set<Environment> kept = new HashSet<>();
    private final Deque<Environment> ready = new ArrayDeque<>();
    private int wanted;
    private int failures;
    private boolean pausing;
    private boolean stopped;
    private long timer = -1;

    ProvisionedEnvironments(LambdaFunction function, LambdaNode node) {
        this.function = function;
        this.node = node;
    }

    /** Keeps so many from now on; those that are too many are let go of as they become idle. */
    void keep(int count) {
        List<Environment> spare = new ArrayList<>();
        synchronized (this) {
            wanted = count;
            while (kept.size() > count && !ready.isEmpty()) {
                Environment one = ready.removeFirst();
                kept.remove(one);
                spare.add(one);
            }
        }
        spare.forEach(Environment::retire);
        fill();
    }

    private void fill() {
        while (true) {
            Environment next;
            synchronized (this) {
                if (stopped || pausing || kept.size() >= wanted) {
                    return;
                }
                next = function.environment(null);
                kept.add(next);
            }
            if (!function.start(next)) {
                synchronized (this) {
                    kept.remove(next);
                    failures++;
                }
                pause();
                return;
            }
        }
    }

    private synchronized void pause() {
        if (stopped || pausing) {
            return;
        }
        pausing = true;
        long millis = FIRST_PAUSE.toMillis() << Math.min(DOUBLINGS, Math.max(0, failures - 1));
        timer = node.vertx().setTimer(Math.min(millis, LONGEST_PAUSE.toMillis()), id -> resume());
    }

    private void resume() {
        synchronized (this) {
            pausing = false;
        }
        fill();
    }

    /** One that is ready, for the next call; null where there is none. */
    synchronized @Nullable Environment poll() {
        Environment next = ready.pollLast();
        if (next != null) {
            failures = 0;
        }
        return next;
    }

    synchronized boolean isAnyReady() {
        return !ready.isEmpty();
    }

    /** A call has been given to that environment. */
    synchronized void called(Environment environment) {
        if (kept.contains(environment)) {
            invocations.increment();
        } else {
            spilledOver();
        }
    }

    /** A call has found none, and waits for an environment of its own. */
    synchronized void spilledOver() {
        if (wanted > 0) {
            spillovers.increment();
        }
    }

    /** Whether that one is one of these, which takes the next call; where there are too many, it is like any other from now on. */
    synchronized boolean idle(Environment environment) {
        if (kept.size() > wanted) {
            kept.remove(environment);
        }
        if (!kept.contains(environment)) {
            return false;
        }
        ready.addLast(environment);
        return true;
    }

    synchronized boolean contains(Environment environment) {
        return kept.contains(environment);
    }

    /** That one takes no calls any more. */
    void left(Environment environment) {
        boolean atOnce;
        synchronized (this) {
            ready.remove(environment);
            if (!kept.remove(environment)) {
                return;
            }
            atOnce = failures++ == 0;
        }
        if (atOnce) {
            fill();
        } else {
            pause();
        }
    }

    ProvisionedUse use() {
        int initialised = 0;
        List<Environment> all;
        int idle;
        int requested;
        boolean failing;
        synchronized (this) {
            all = List.copyOf(kept);
            idle = ready.size();
            requested = wanted;
            failing = failures > 1;
        }
        for (Environment one : all) {
            initialised += one.isInitialised() ? 1 : 0;
        }
        return new ProvisionedUse(
                requested,
                initialised,
                Math.max(0, initialised - idle),
                invocations.sum(),
                spillovers.sum(),
                failing && initialised < requested);
    }

    void stop() {
        synchronized (this) {
            stopped = true;
            ready.clear();
            node.vertx().cancelTimer(timer);
        }
    }
}
