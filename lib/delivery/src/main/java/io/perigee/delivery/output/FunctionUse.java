package io.perigee.delivery.output;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongBinaryOperator;

/**
 * What one version of a function has used within a time.
 *
 * @param latency how many invocations took up to 1, 2, 4, … 32768 ms, and longer
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never given out
record FunctionUse(
        long invocations,
        long errors,
        long throttles,
        long durationMicros,
        long billedMillis,
        long megabyteMillis,
        long[] latency) {

    static final int LATENCIES = 17;
    static final FunctionUse NOTHING = new FunctionUse(0, 0, 0, 0, 0, 0, new long[LATENCIES]);

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    static int latencyClass(long nanos) {
        long millis = Math.ceilDiv(Math.max(nanos, 1), MILLI);
        return Math.min(LATENCIES - 1, Long.SIZE - Long.numberOfLeadingZeros(millis - 1));
    }

    boolean isNothing() {
        return invocations == 0 && throttles == 0 && billedMillis == 0;
    }

    FunctionUse plus(FunctionUse other) {
        return with(other, Long::sum);
    }

    FunctionUse minus(FunctionUse other) {
        return with(other, (a, b) -> a - b);
    }

    private FunctionUse with(FunctionUse other, LongBinaryOperator operator) {
        long[] classes = new long[LATENCIES];
        Arrays.setAll(classes, i -> operator.applyAsLong(latency[i], other.latency[i]));
        return new FunctionUse(
                operator.applyAsLong(invocations, other.invocations),
                operator.applyAsLong(errors, other.errors),
                operator.applyAsLong(throttles, other.throttles),
                operator.applyAsLong(durationMicros, other.durationMicros),
                operator.applyAsLong(billedMillis, other.billedMillis),
                operator.applyAsLong(megabyteMillis, other.megabyteMillis),
                classes);
    }

    JsonObject toJson() {
        JsonArray classes = new JsonArray();
        for (long count : latency) {
            classes.add(count);
        }
        return new JsonObject()
                .put("invocations", invocations)
                .put("errors", errors)
                .put("throttles", throttles)
                .put("durationMicros", durationMicros)
                .put("billedMillis", billedMillis)
                .put("megabyteMillis", megabyteMillis)
                .put("latency", classes);
    }
}
