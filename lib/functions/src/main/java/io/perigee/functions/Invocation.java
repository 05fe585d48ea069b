package io.perigee.functions;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What one call of a function cost: what Lambda writes into its {@code REPORT} line
 * (<a href="https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html">Log and monitor Lambda functions</a>).
 *
 * @param requestId of the call, a UUID
 * @param eventType empty for a call with a payload of its own
 * @param duration what the handler took
 * @param billedDuration that, and the start-up where it is billed, rounded up to milliseconds
 * @param memorySize what the function may use, MB
 * @param maxMemoryUsed the most that its environment has used so far, MB; 0 where the runtime cannot tell
 * @param initDuration what the start of its environment took; empty for a warm start
 */
public record Invocation(
        FunctionId function,
        String requestId,
        Optional<EventType> eventType,
        Outcome outcome,
        Duration duration,
        Duration billedDuration,
        int memorySize,
        int maxMemoryUsed,
        Optional<Duration> initDuration) {

    /** How a call ended, seen from the runtime: whether its result was valid is judged later. */
    public enum Outcome {
        SUCCESS,
        ERROR,
        TIMEOUT,
        OUT_OF_MEMORY
    }

    /** The {@code REPORT} line, fields separated by tabs. */
    public String reportLine() {
        return "REPORT RequestId: " + requestId
                + "\tDuration: " + millis(duration)
                + "\tBilled Duration: " + billedDuration.toMillis() + " ms"
                + "\tMemory Size: " + memorySize + " MB"
                + "\tMax Memory Used: " + maxMemoryUsed + " MB\t"
                + initDuration
                        .map(init -> "Init Duration: " + millis(init) + "\t")
                        .orElse("");
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.2f ms", duration.toNanos() / 1e6);
    }
}
