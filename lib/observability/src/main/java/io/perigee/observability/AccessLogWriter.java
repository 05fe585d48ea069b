package io.perigee.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An access log that a thread of its own writes to one or more sinks.
 *
 * <p>Callers put records into a lock-free queue of bounded length and wake the writer only if it sleeps, which it does when none has come for
 * a while. When the queue is full, or a sink cannot be written to, records are dropped and counted. A sink that fails takes nothing from the
 * others.
 *
 * <ul>
 *   <li>{@code perigee_access_log_records_total{sink}}: written
 *   <li>{@code perigee_access_log_dropped_total{sink}}: lost; {@code queue} is for those that no sink has seen
 *   <li>{@code perigee_access_log_waiting}: in the queue
 * </ul>
 */
public final class AccessLogWriter implements AccessLog {

    /** Records that may wait to be written, unless the caller says otherwise. */
    public static final int QUEUE_LENGTH = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(AccessLogWriter.class);
    private static final int BATCH = 512;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long FLUSH_MILLIS = 1_000;
    private static final long CLOSE_LIMIT_MILLIS = 5_000;

    private final ConcurrentLinkedQueue<RequestRecord> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final int queueLength;
    private final InstantSource clock;
    private final List<Output> outputs;
    private final Counter dropped;
    private final Thread writer;
    private volatile boolean idle;
    private volatile boolean closed;

    /** A sink and what is counted of it. Used by the writer's thread. */
    private static final class Output {
        private final LogSink sink;
        private final Counter written;
        private final Counter lost;
        private int taken;
        private boolean failing;

        Output(LogSink sink, MeterRegistry registry) {
            this.sink = sink;
            this.written = Counter.builder("perigee.access.log.records")
                    .description("Records that were written to the access log")
                    .tag("sink", sink.name())
                    .register(registry);
            this.lost = droppedBy(sink.name(), registry);
        }

        void take(RequestRecord record) {
            if (sink.take(record)) {
                taken++;
            }
        }

        /** A failure is said once, when it begins and when it is over. */
        void flush(long nowMillis) {
            int count = taken;
            taken = 0;
            try {
                sink.flush(nowMillis);
                written.increment(count);
                if (failing && count > 0) {
                    failing = false;
                    LOG.info("The access log ({}) can be written again", sink.name());
                }
            } catch (IOException e) {
                lost.increment(count);
                if (!failing) {
                    failing = true;
                    LOG.warn(
                            "The access log ({}) cannot be written, records are dropped: {}",
                            sink.name(),
                            e.toString());
                }
            }
        }

        void close() {
            try {
                sink.close();
            } catch (IOException e) {
                LOG.warn("The access log ({}) did not close cleanly: {}", sink.name(), e.toString());
            }
        }
    }

    private AccessLogWriter(List<Output> outputs, int queueLength, InstantSource clock, MeterRegistry registry) {
        this.outputs = outputs;
        this.queueLength = queueLength;
        this.clock = clock;
        this.dropped = droppedBy("queue", registry);
        Gauge.builder("perigee.access.log.waiting", waiting, AtomicInteger::get)
                .description("Records that wait to be written to the access log")
                .register(registry);
        this.writer = Thread.ofPlatform().daemon().name("access-log").unstarted(this::run);
    }

    /**
     * Starts the writer, to which the sinks belong from now on.
     *
     * @param queueLength how many records may wait to be written; at least 1
     */
    public static AccessLogWriter start(
            List<LogSink> sinks, int queueLength, InstantSource clock, MeterRegistry registry) {
        if (queueLength < 1) {
            throw new IllegalArgumentException("queueLength >= 1 expected");
        }
        List<Output> outputs =
                sinks.stream().map(sink -> new Output(sink, registry)).toList();
        AccessLogWriter log = new AccessLogWriter(outputs, queueLength, clock, registry);
        log.writer.start();
        return log;
    }

    private static Counter droppedBy(String sink, MeterRegistry registry) {
        return Counter.builder("perigee.access.log.dropped")
                .description("Records that were not written to the access log")
                .tag("sink", sink)
                .register(registry);
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public void write(RequestRecord record) {
        if (closed) {
            dropped.increment();
            return;
        }
        int length = waiting.incrementAndGet();
        if (length > queueLength) {
            waiting.decrementAndGet();
            dropped.increment();
            return;
        }
        queue.add(record);
        if (idle || length == queueLength / 2) {
            LockSupport.unpark(writer);
        }
    }

    private void run() {
        long flushed = clock.millis();
        while (true) {
            boolean last = closed;
            int taken = take();
            long now = clock.millis();
            if (taken > 0 || now - flushed >= FLUSH_MILLIS) {
                flushed = now;
                outputs.forEach(output -> output.flush(now));
            }
            if (taken == 0 && last) {
                break;
            } else if (taken == 0) {
                rest();
            } else if (taken < BATCH && !closed) {
                gather();
            }
        }
        outputs.forEach(Output::close);
    }

    private int take() {
        int taken = 0;
        for (RequestRecord next; taken < BATCH && (next = queue.poll()) != null; taken++) {
            for (Output output : outputs) {
                output.take(next);
            }
        }
        waiting.addAndGet(-taken);
        return taken;
    }

    /** Where there was one record there are more soon: woken for each, the writer would cost more than the writing. */
    private void gather() {
        LockSupport.parkNanos(this, GATHER_NANOS);
    }

    private void rest() {
        idle = true;
        if (queue.isEmpty() && !closed) {
            LockSupport.parkNanos(this, IDLE_NANOS);
        }
        idle = false;
    }

    /** Writes what was taken (for at most five seconds), then stops. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(writer);
        try {
            writer.join(CLOSE_LIMIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
