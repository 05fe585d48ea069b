package io.perigee.control.deployment;

import io.perigee.control.output.FunctionHealth;
import io.perigee.distribution.DeploymentAlarms;
import io.perigee.distribution.document.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Compares how a version fares with what is demanded of it. */
final class Alarm {

    /** How far back invocations count. */
    static final Duration WINDOW = Duration.ofMinutes(5);

    private Alarm() {}

    /** Why an alarm is raised, if one is. */
    static Optional<String> raised(DeploymentAlarms alarms, FunctionHealth health, int version) {
        if (health.invocations() < alarms.minInvocations()) {
            return Optional.empty();
        }
        String maxErrorRate = alarms.maxErrorRate();
        if (maxErrorRate != null && health.errorRate() * 100 > percent(maxErrorRate)) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "Version %d failed %d of %d invocations (%.2f%%), more than %s.",
                    version,
                    health.errors(),
                    health.invocations(),
                    health.errorRate() * 100,
                    maxErrorRate));
        }
        Duration maxAverage = alarms.maxAverageLatency();
        if (maxAverage != null && health.averageMillis() > maxAverage.toMillis()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "Version %d took %.1f ms on average in %d invocations, longer than %s.",
                    version,
                    health.averageMillis(),
                    health.invocations(),
                    Durations.format(maxAverage)));
        }
        Duration maxP99 = alarms.maxP99Latency();
        if (maxP99 != null && health.p99Millis() > maxP99.toMillis()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "Version %d took up to %d ms in 99 of 100 of %d invocations, longer than %s.",
                    version,
                    health.p99Millis(),
                    health.invocations(),
                    Durations.format(maxP99)));
        }
        return Optional.empty();
    }

    private static double percent(String text) {
        return Double.parseDouble(text.substring(0, text.length() - 1));
    }
}
