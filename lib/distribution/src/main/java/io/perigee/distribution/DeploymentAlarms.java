package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a version that a deployment moves calls to is not good enough, by its own calls of the last five minutes. */
public record DeploymentAlarms(
        @Describes(value = "The most invocations that may fail, of 100; more is an alarm.", format = Format.PERCENTAGE)
        @Nullable
        String maxErrorRate,

        @Describes(
                value = "The longest that invocations may take on average; longer is an alarm.",
                min = "1ms",
                max = "5m")
        @Nullable
        Duration maxAverageLatency,

        @Describes(
                value =
                        "The longest that 99 of 100 invocations may take; longer is an alarm. That time is known as the next power of two of milliseconds, so 256ms is as good a limit as 300ms.",
                min = "1ms",
                max = "5m")
        @Nullable
        Duration maxP99Latency,

        @Describes(
                value = "With fewer invocations than this there is no alarm.",
                defaultValue = "10",
                min = "1",
                max = "1000000")
        int minInvocations) {

    /** None. */
    public static final DeploymentAlarms NONE = new DeploymentAlarms(null, null, null, 10);

    /** Whether anything raises an alarm. */
    public boolean any() {
        return maxErrorRate != null || maxAverageLatency != null || maxP99Latency != null;
    }
}
