package io.perigee.cli.deployment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.distribution.document.Durations;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How an alias is to be moved. */
public final class ShiftOptions {

    private static final Duration DEFAULT_CANARY = Duration.ofMinutes(5);
    private static final Duration DEFAULT_LINEAR = Duration.ofMinutes(1);

    @Option(
            names = "--canary",
            paramLabel = "PERCENT",
            description = "Give the version that share of the calls first, such as 10%%, and all after --for.")
    private @Nullable String canary;

    @Option(names = "--for", paramLabel = "TIME", description = "How long --canary lasts. Default: 5m.")
    private @Nullable Duration canaryTime;

    @Option(
            names = "--linear",
            paramLabel = "PERCENT",
            description = "Give the version that share of the calls, and as much more after each --every.")
    private @Nullable String linear;

    @Option(names = "--every", paramLabel = "TIME", description = "How long each step of --linear lasts. Default: 1m.")
    private @Nullable Duration linearTime;

    @Option(
            names = "--bake",
            paramLabel = "TIME",
            description = "Watch the version with all calls for so long before the deployment ends. Default: 0s.")
    private @Nullable Duration bake;

    @Option(
            names = "--pre-traffic",
            paramLabel = "HOOK",
            description = "Ask this function before the version gets any calls.")
    private @Nullable String preTraffic;

    @Option(
            names = "--post-traffic",
            paramLabel = "HOOK",
            description = "Ask this function when the version has all calls.")
    private @Nullable String postTraffic;

    @Option(
            names = "--max-error-rate",
            paramLabel = "PERCENT",
            description = "Go back where more of the version's calls fail, such as 1%%.")
    private @Nullable String maxErrorRate;

    @Option(
            names = "--max-latency",
            paramLabel = "TIME",
            description = "Go back where the version's calls take longer on average, such as 200ms.")
    private @Nullable Duration maxLatency;

    @Option(
            names = "--max-p99-latency",
            paramLabel = "TIME",
            description = "Go back where 1 of 100 of the version's calls takes longer, such as 512ms.")
    private @Nullable Duration maxP99Latency;

    @Option(
            names = "--min-invocations",
            paramLabel = "N",
            description = "Go back only after so many calls in five minutes. Default: 10.")
    private @Nullable Integer minInvocations;

    /** Whether any is given: else an alias is simply moved. */
    public boolean any() {
        return Stream.of(
                        canary,
                        canaryTime,
                        linear,
                        linearTime,
                        bake,
                        preTraffic,
                        postTraffic,
                        maxErrorRate,
                        maxLatency,
                        maxP99Latency,
                        minInvocations)
                .anyMatch(Objects::nonNull);
    }

    /** The document that asks for it. */
    ObjectNode plan(int version) {
        ObjectNode plan = JsonNodeFactory.instance.objectNode();
        plan.put("functionVersion", Integer.toString(version));
        plan.put("deploymentConfigName", configuration());
        if (bake != null) {
            plan.put("bakeTime", Durations.format(bake));
        }
        ObjectNode hooks = plan.putObject("hooks");
        put(hooks, "beforeAllowTraffic", preTraffic);
        put(hooks, "afterAllowTraffic", postTraffic);
        ObjectNode alarms = plan.putObject("alarms");
        put(alarms, "maxErrorRate", maxErrorRate == null ? null : percentage(maxErrorRate));
        put(alarms, "maxAverageLatency", maxLatency == null ? null : Durations.format(maxLatency));
        put(alarms, "maxP99Latency", maxP99Latency == null ? null : Durations.format(maxP99Latency));
        if (minInvocations != null) {
            alarms.put("minInvocations", minInvocations);
        }
        return plan;
    }

    private static void put(ObjectNode object, String field, @Nullable String value) {
        if (value != null) {
            object.put(field, value);
        }
    }

    /**
     * CodeDeploy's name for it, such as {@code Canary10Percent5Minutes}.
     *
     * @throws CommandFailure if the options do not go together
     */
    public String configuration() {
        if (canary != null && linear != null) {
            throw CommandFailure.invalid("--canary and --linear are both given", "expected: one of them");
        }
        if (canaryTime != null && canary == null) {
            throw CommandFailure.invalid("--for is given without --canary");
        }
        if (linearTime != null && linear == null) {
            throw CommandFailure.invalid("--every is given without --linear");
        }
        if (canary != null) {
            return "Canary" + number(canary, "--canary") + "Percent"
                    + time(Objects.requireNonNullElse(canaryTime, DEFAULT_CANARY), "--for");
        }
        if (linear != null) {
            return "Linear" + number(linear, "--linear") + "PercentEvery"
                    + time(Objects.requireNonNullElse(linearTime, DEFAULT_LINEAR), "--every");
        }
        return "AllAtOnce";
    }

    private static String percentage(String text) {
        return text.endsWith("%") ? text : text + "%";
    }

    private static String number(String percent, String option) {
        String number = percent.endsWith("%") ? percent.substring(0, percent.length() - 1) : percent;
        if (!number.matches("[1-9][0-9]?")) {
            throw CommandFailure.invalid(option + " is \"" + percent + "\"", "expected: 1% to 99%, without fractions");
        }
        return number;
    }

    private static String time(Duration time, String option) {
        if (time.toMillis() % 1_000 != 0 || time.isZero()) {
            throw CommandFailure.invalid(
                    option + " is \"" + Durations.format(time) + "\"", "expected: whole seconds, such as 30s or 5m");
        }
        long seconds = time.toSeconds();
        if (seconds % 3_600 == 0) {
            return counted(seconds / 3_600, "Hour");
        }
        return seconds % 60 == 0 ? counted(seconds / 60, "Minute") : counted(seconds, "Second");
    }

    private static String counted(long number, String unit) {
        return number + unit + (number == 1 ? "" : "s");
    }
}
