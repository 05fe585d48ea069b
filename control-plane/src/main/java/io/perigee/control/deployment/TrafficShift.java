package io.perigee.control.deployment;

import io.perigee.distribution.VersionWeight;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By what shares calls are moved. See AWS on <a
 * href="https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html">deployment configurations</a>.
 */
sealed interface TrafficShift {

    /** All calls in one step. */
    record AllAtOnce() implements TrafficShift {}

    /** {@code percent} of the calls for {@code interval}, and then all. */
    record Canary(int percent, Duration interval) implements TrafficShift {}

    /** {@code percent} of the calls at once, and as many more after each {@code interval}. */
    record Linear(int percent, Duration interval) implements TrafficShift {}

    Pattern TIMED = Pattern.compile("(Canary|Linear)([0-9]{1,2})Percent(?:Every)?([0-9]{1,4})(Second|Minute|Hour)s?");

    /** Of a name in the form that {@code Format.DEPLOYMENT_CONFIG} has. */
    static TrafficShift named(String name) {
        String own = name.startsWith("CodeDeployDefault.Lambda")
                ? name.substring("CodeDeployDefault.Lambda".length())
                : name;
        Matcher timed = TIMED.matcher(own);
        if (!timed.matches()) {
            return new AllAtOnce();
        }
        int percent = Integer.parseInt(timed.group(2));
        ChronoUnit unit = switch (timed.group(4)) {
            case "Second" -> ChronoUnit.SECONDS;
            case "Minute" -> ChronoUnit.MINUTES;
            default -> ChronoUnit.HOURS;
        };
        Duration interval = Duration.of(Long.parseLong(timed.group(3)), unit);
        return timed.group(1).equals("Canary") ? new Canary(percent, interval) : new Linear(percent, interval);
    }

    /** The share that the version gets after it had {@code weight}, in ten-thousandths; more than that, and all in the end. */
    default int after(int weight) {
        return switch (this) {
            case AllAtOnce ignored -> VersionWeight.WHOLE;
            case Canary(int percent, Duration interval) -> weight == 0 ? percent * 100 : VersionWeight.WHOLE;
            case Linear(int percent, Duration interval) -> Math.min(VersionWeight.WHOLE, weight + percent * 100);
        };
    }

    /** How long a share that is not all lasts. */
    default Duration interval() {
        return switch (this) {
            case AllAtOnce ignored -> Duration.ZERO;
            case Canary canary -> canary.interval;
            case Linear linear -> linear.interval;
        };
    }
}
