package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import org.jspecify.annotations.Nullable;

/**
 * How a function's asynchronous invocations are made, and where their results go. See AWS on <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html">configuring error handling for asynchronous
 * invocation</a>.
 */
public record EventInvokeConfig(
        @Describes(
                value = "How often an invocation is tried again after the function has failed.",
                defaultValue = "2",
                min = "0",
                max = "2")
        int maximumRetryAttempts,

        @Describes(
                value = "How old an invocation may get, in seconds, before it is given up.",
                defaultValue = "21600",
                min = "60",
                max = "21600")
        int maximumEventAgeInSeconds,

        @Describes(
                value = "How many asynchronous invocations of the function run at a time, in the whole network.",
                defaultValue = "10",
                min = "1",
                max = "1000")
        int concurrency,

        @Describes(
                value = "The function that is invoked with the record of each invocation that has succeeded.",
                format = Format.ID,
                maxLength = 64)
        @Nullable
        String onSuccess,

        @Describes(
                value =
                        "The function that is invoked with the record of each invocation that was given up, which is in the dead-letter queue besides.",
                format = Format.ID,
                maxLength = 64)
        @Nullable
        String onFailure) {

    /** That of a function which has none. */
    public static final EventInvokeConfig DEFAULT = new EventInvokeConfig(2, 21_600, 10, null, null);
}
