package io.perigee.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the files of a {@link LogSpool}, oldest name first, on a thread of its own. A file is deleted when the bucket has it; one that the
 * bucket may have got without our hearing of it is put again under the same name, so that no line is there twice. A failure is tried again
 * after a second, and after twice as long each time up to a minute.
 *
 * <p>{@code perigee_access_log_uploads_total{result}} counts by {@code delivered} and {@code failed}.
 */
final class BucketUpload {

    private static final Logger LOG = LoggerFactory.getLogger(BucketUpload.class);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final Duration LAST_DELIVERY = Duration.ofSeconds(3);

    private final LogSpool spool;
    private final ObjectPut objects;
    private final Counter delivered;
    private final Counter failed;
    private final Thread thread;
    private volatile boolean woken = true;
    private volatile boolean closed;
    private long pauseNanos = FIRST_PAUSE_NANOS;
    private boolean failing;

    private BucketUpload(LogSpool spool, ObjectPut objects, MeterRegistry registry) {
        this.spool = spool;
        this.objects = objects;
        this.delivered = uploads("delivered", registry);
        this.failed = uploads("failed", registry);
        this.thread = Thread.ofPlatform().daemon().name("access-log-upload").unstarted(this::run);
    }

    private static Counter uploads(String result, MeterRegistry registry) {
        return Counter.builder("perigee.access.log.uploads")
                .description("Access log files that were put into their bucket, or were tried to")
                .tag("result", result)
                .register(registry);
    }

    static BucketUpload start(LogSpool spool, ObjectPut objects, MeterRegistry registry) {
        BucketUpload upload = new BucketUpload(spool, objects, registry);
        upload.thread.start();
        return upload;
    }

    /** There is another file. */
    void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        boolean last = false;
        while (!last) {
            last = closed;
            if (woken || failing) {
                woken = false;
                deliver();
            }
            if (!last && !woken) {
                pause();
            }
        }
    }

    private void pause() {
        long pause = failing ? pauseNanos : LONGEST_PAUSE_NANOS;
        pauseNanos = failing ? Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS) : FIRST_PAUSE_NANOS;
        long until = System.nanoTime() + pause;
        // Another file does not make a store answer that does not.
        while (!closed && (failing || !woken) && until - System.nanoTime() > 0) {
            LockSupport.parkNanos(this, until - System.nanoTime());
        }
    }

    private void deliver() {
        try {
            spool.compress();
            for (LogSpool.Ready file : spool.ready()) {
                objects.put(file.bucket(), file.key(), Files.readAllBytes(file.file()));
                spool.delivered(file);
                delivered.increment();
                if (failing) {
                    failing = false;
                    LOG.info("Access logs are delivered again");
                }
            }
        } catch (IOException e) {
            failed.increment();
            if (!failing) {
                failing = true;
                LOG.warn("Access logs wait on the disk, they cannot be delivered: {}", e.toString());
            }
        } catch (InterruptedException e) {
            // only at the end: the file stays
            Thread.currentThread().interrupt();
        }
    }

    /** Delivers what there is, for some seconds. */
    void close() {
        closed = true;
        wake();
        try {
            if (!thread.join(LAST_DELIVERY)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
