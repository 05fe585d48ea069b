package io.perigee.delivery.output;

import io.perigee.functions.Ending;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.Invocation;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one version of a function uses, for as long as the node lives. It never goes back to 0: what was used within a time is the
 * difference of two readings, so that nothing is lost or counted twice while calls go on.
 */
final class UseCounter {

    private final LongAdder invocations = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder throttles = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder billedMillis = new LongAdder();
    private final LongAdder megabyteMillis = new LongAdder();
    private final LongAdder[] latency = new LongAdder[FunctionUse.LATENCIES];
    private volatile @Nullable FunctionTier tier;
    private FunctionUse before = FunctionUse.NOTHING;

    UseCounter() {
        for (int i = 0; i < latency.length; i++) {
            latency[i] = new LongAdder();
        }
    }

    void ended(FunctionTier of, Ending ending, long took) {
        if (tier == null) {
            tier = of;
        }
        if (ending == Ending.THROTTLE) {
            throttles.increment();
            return;
        }
        invocations.increment();
        if (ending == Ending.ERROR) {
            errors.increment();
        }
        nanos.add(took);
        latency[FunctionUse.latencyClass(took)].increment();
    }

    void cost(Invocation call) {
        long billed = call.billedDuration().toMillis();
        billedMillis.add(billed);
        megabyteMillis.add(billed * call.memorySize());
    }

    /** Null until the first call has ended. */
    @Nullable
    FunctionTier tier() {
        return tier;
    }

    /** What was used since this was asked before. By one thread at a time. */
    FunctionUse sinceBefore() {
        long[] classes = new long[latency.length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = latency[i].sum();
        }
        FunctionUse now = new FunctionUse(
                invocations.sum(),
                errors.sum(),
                throttles.sum(),
                TimeUnit.NANOSECONDS.toMicros(nanos.sum()),
                billedMillis.sum(),
                megabyteMillis.sum(),
                classes);
        FunctionUse difference = now.minus(before);
        before = now;
        return difference;
    }
}
