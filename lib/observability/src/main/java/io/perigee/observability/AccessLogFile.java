package io.perigee.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An access log in a file, in CloudFront's standard format, written by a thread of its own.
 *
 * <p>Callers put records into a lock-free queue of bounded length and wake the writer only if it sleeps, which it does when none has come for
 * a while. When the queue is
 * full, or the file cannot be written, records are dropped and counted in
 * {@code perigee_access_log_dropped_total}.
 */
public final class AccessLogFile implements AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLogFile.class);
    private static final int BATCH = 512;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long CLOSE_LIMIT_MILLIS = 5_000;

    /**
     * Where the log goes and how much of it is kept.
     *
     * @param file the current file; a full one is renamed to {@code <file>.1}, the older ones to {@code .2} and so on
     * @param maxFileBytes size at which a new file is begun; at least 1024
     * @param maxFiles how many full files are kept; at least 1
     * @param queueLength how many records may wait to be written; at least 1
     */
    public record Options(Path file, long maxFileBytes, int maxFiles, int queueLength) {
        public Options {
            if (maxFileBytes < 1024 || maxFiles < 1 || queueLength < 1) {
                throw new IllegalArgumentException("maxFileBytes >= 1024, maxFiles >= 1 and queueLength >= 1 expected");
            }
        }

        /** 64 MiB a file, 8 files, 65,536 records in the queue. */
        public static Options of(Path file) {
            return new Options(file, 64L << 20, 8, 65_536);
        }
    }

    private final ConcurrentLinkedQueue<RequestRecord> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final int queueLength;
    private final RotatingFile file;
    private final Counter dropped;
    private final Thread writer;
    private volatile boolean idle;
    private volatile boolean closed;

    private AccessLogFile(Options options, RotatingFile file, MeterRegistry registry) {
        this.queueLength = options.queueLength();
        this.file = file;
        this.dropped = Counter.builder("perigee.access.log.dropped")
                .description("Records that were not written to the access log")
                .register(registry);
        Gauge.builder("perigee.access.log.waiting", waiting, AtomicInteger::get)
                .description("Records that wait to be written to the access log")
                .register(registry);
        this.writer = Thread.ofPlatform().daemon().name("access-log").unstarted(this::run);
    }

    /**
     * Opens (appends to) the file and starts the writer.
     *
     * @throws IOException if the file cannot be opened
     */
    public static AccessLogFile open(Options options, MeterRegistry registry) throws IOException {
        var file = RotatingFile.open(
                options.file(),
                options.maxFileBytes(),
                options.maxFiles(),
                CloudFrontLogFormat.HEADER.getBytes(StandardCharsets.US_ASCII));
        var log = new AccessLogFile(options, file, registry);
        log.writer.start();
        return log;
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

    /** How many records were dropped so far. */
    public long dropped() {
        return (long) dropped.count();
    }

    private void run() {
        var format = new CloudFrontLogFormat();
        var lines = new LogLines(64 * 1024);
        @Nullable String failing = null;
        while (true) {
            boolean last = closed;
            int taken = take(format, lines);
            if (taken > 0) {
                failing = store(lines, taken, failing);
                lines.clear();
                if (taken < BATCH && !closed) {
                    gather();
                }
            } else if (last) {
                break;
            } else {
                rest();
            }
        }
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("The access log did not close cleanly: {}", e.toString());
        }
    }

    private int take(CloudFrontLogFormat format, LogLines lines) {
        int taken = 0;
        for (RequestRecord next; taken < BATCH && (next = queue.poll()) != null; taken++) {
            format.append(lines, next);
        }
        waiting.addAndGet(-taken);
        return taken;
    }

    /** Writes a batch; a failure is said once, when it begins and when it is over. */
    private @Nullable String store(LogLines lines, int count, @Nullable String failing) {
        try {
            file.write(lines.bytes(), lines.length());
            if (failing != null) {
                LOG.info("The access log can be written again");
            }
            return null;
        } catch (IOException e) {
            dropped.increment(count);
            if (failing == null) {
                LOG.warn("The access log cannot be written, records are dropped: {}", e.toString());
            }
            return e.toString();
        }
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
