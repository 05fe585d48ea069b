package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import org.jspecify.annotations.Nullable;

/**
 * When a function is invoked by itself: at the times of a schedule, by events that match a pattern, or both. See AWS on <a
 * href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html">PutRule</a> and <a
 * href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html">Target</a>.
 */
public record EventRule(
        @Describes(
                value =
                        "The times: rate(VALUE UNIT), or cron(MINUTES HOURS DAY-OF-MONTH MONTH DAY-OF-WEEK YEAR) as EventBridge writes it.",
                maxLength = 256)
        @Nullable
        String scheduleExpression,

        @Describes(
                value = "The time zone in which cron(…) is read, such as Europe/Berlin.",
                defaultValue = "UTC",
                maxLength = 50)
        String scheduleExpressionTimezone,

        @Describes("The events.") @Nullable EventPattern eventPattern,

        @Describes(value = "Whether it invokes anything.", defaultValue = "ENABLED")
        State state,

        @Describes(value = "What the rule is for.", defaultValue = "''", maxLength = 512)
        String description,

        @Describes(value = "The function that is invoked.", format = Format.ID, maxLength = 64)
        String function,

        @Describes(
                value = "The version that is invoked: a number, latest for the newest one at any time, or an alias.",
                defaultValue = "latest",
                format = Format.FUNCTION_VERSION)
        String qualifier,

        @Describes(value = "The region in which the function runs; empty: any.", defaultValue = "''", maxLength = 64)
        String region,

        @Describes(
                value = "JSON that the function gets in place of the event.",
                format = Format.STORED_VALUE,
                maxLength = 8_192)
        @Nullable
        String input) {

    /** Whether a rule invokes anything. */
    public enum State {
        ENABLED,
        DISABLED
    }
}
