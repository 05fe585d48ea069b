package io.perigee.functions.host;

import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where failed calls are told, in the node's log and in the function's own: which function and version, at which event, what was
 * wrong, in which request. After a hundred lines there is no more than one a second, which says how many there would have been: a
 * function that fails every call must not fill the disk.
 */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long BURST_NANOS = 100 * INTERVAL_NANOS;

    private final FunctionOutput output;
    private final AtomicLong paidUntil;
    private final AtomicLong notLogged = new AtomicLong();

    FailureLog(FunctionOutput output, long nowNanos) {
        this.output = output;
        paidUntil = new AtomicLong(nowNanos);
    }

    /** @param function empty where it does not run here, and so has no log */
    void report(Optional<FunctionId> function, FunctionFailure failure, String requestId, long nowNanos) {
        if (!admits(nowNanos)) {
            notLogged.incrementAndGet();
            return;
        }
        long skipped = notLogged.getAndSet(0);
        String message = failure.message()
                + (requestId.isEmpty() ? "" : " (request " + requestId + ")")
                + (skipped == 0 ? "" : " (and " + skipped + " more failures since the last such line)");
        if (failure instanceof FunctionFailure.ExecutionError error) {
            LOG.warn(message, error.cause());
        } else {
            LOG.warn(message);
        }
        function.ifPresent(id -> output.line(id, requestId, message));
    }

    private boolean admits(long nowNanos) {
        while (true) {
            long paid = paidUntil.get();
            long from = paid - nowNanos > 0 ? paid : nowNanos;
            if (from - nowNanos >= BURST_NANOS) {
                return false;
            }
            if (paidUntil.compareAndSet(paid, from + INTERVAL_NANOS)) {
                return true;
            }
        }
    }
}
