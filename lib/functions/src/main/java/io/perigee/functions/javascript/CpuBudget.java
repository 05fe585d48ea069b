package io.perigee.functions.javascript;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stops scripts that have used more CPU time than they may. CPU time and not time on the clock, so that a call does not fail because
 * others, or the garbage collector, had the processor meanwhile.
 *
 * <p>One thread looks at what runs every few milliseconds, and sleeps while nothing does.
 */
final class CpuBudget implements AutoCloseable {
    /** CPU time of a call: less than half of what a viewer may notice, and far more than a function that CloudFront would let run. */
    static final Duration LIMIT = Duration.ofMillis(30);

    /** A thread that has used this much after it was told to stop is in a part of V8 that does not listen. */
    private static final long STUCK_NANOS = 1_000_000_000L;

    private static final long INTERVAL_NANOS = 2_000_000L;
    private static final long IDLE_NANOS = 1_000_000_000L;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Set<Run> running = ConcurrentHashMap.newKeySet();
    private final Consumer<Thread> stuck;
    private final Thread thread = new Thread(this::watch, "perigee-script-budget");
    private volatile boolean asleep;
    private volatile boolean closed;

    /**
     * @param stuck told of threads that do not come back though they were stopped
     */
    CpuBudget(Consumer<Thread> stuck) {
        this.stuck = stuck;
        thread.setDaemon(true);
        thread.start();
    }

    /** What one isolate does on one thread, from {@link #begin} to {@link #end}. */
    final class Run {
        private final Thread runner = Thread.currentThread();
        private final long cpuAtStart = threads.getCurrentThreadCpuTime();
        private final long limitNanos;
        private final Runnable whenStuck;
        private @Nullable ScriptIsolate isolate;
        private boolean stopped;
        private boolean reported;

        private Run(ScriptIsolate isolate, Duration limit, Runnable whenStuck) {
            this.isolate = isolate;
            this.whenStuck = whenStuck;
            limitNanos = limit.toNanos();
        }

        /** It is over: the isolate is not stopped any more after this. Gives the CPU time that it took, in nanoseconds. */
        long end() {
            synchronized (this) {
                isolate = null;
            }
            running.remove(this);
            return threads.getCurrentThreadCpuTime() - cpuAtStart;
        }

        private void check() {
            boolean isStuck = false;
            synchronized (this) {
                if (isolate == null) {
                    return;
                }
                long used = threads.getThreadCpuTime(runner.threadId()) - cpuAtStart;
                if (used > limitNanos) {
                    // Again with every look: V8 forgets a request that comes while it is not in a script.
                    stopped = true;
                    isolate.stop("it used more than its "
                            + Duration.ofNanos(limitNanos).toMillis() + " ms of CPU time");
                }
                if (stopped && used > limitNanos + STUCK_NANOS && !reported) {
                    reported = true;
                    isStuck = true;
                }
            }
            if (isStuck) {
                whenStuck.run();
                stuck.accept(runner);
            }
        }
    }

    /**
     * The calling thread begins to run something in that isolate.
     *
     * @param whenStuck run if it cannot be stopped
     */
    Run begin(ScriptIsolate isolate, Duration limit, Runnable whenStuck) {
        Run run = new Run(isolate, limit, whenStuck);
        running.add(run);
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
        return run;
    }

    private void watch() {
        long idleSince = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(INTERVAL_NANOS);
            long now = System.nanoTime();
            for (Run run : running) {
                run.check();
                idleSince = now;
            }
            if (now - idleSince > IDLE_NANOS) {
                asleep = true;
                while (asleep && running.isEmpty() && !closed) {
                    LockSupport.park(this);
                }
                asleep = false;
                idleSince = System.nanoTime();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
