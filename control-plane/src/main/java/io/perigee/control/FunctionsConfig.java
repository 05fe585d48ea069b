package io.perigee.control;

import io.perigee.control.invocation.QueueTerms;
import io.perigee.control.invocation.RetryRules;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import java.time.Duration;
import java.util.List;

/** How functions are invoked outside of requests, and what is kept of their output. */
public record FunctionsConfig(
        @Setting(
                value = "How many asynchronous invocations of a function may wait; further ones are refused with 429.",
                min = "1")
        @Default("10000")
        int queueLimit,

        @Setting(
                value =
                        "How long after a function has failed it is invoked again; twice as long after the second time.",
                min = "1ms")
        @Default("1m")
        Duration retryAfter,

        @Setting(
                value =
                        "How long a control plane that tries an invocation may be silent about it before another one does; longer than a try can take.",
                min = "1ms")
        @Default("2m")
        Duration lease,

        @Setting("What is kept of what functions print and use.")
        FunctionOutputConfig output) {

    static final FunctionsConfig DEFAULT =
            new FunctionsConfig(10_000, Duration.ofMinutes(1), Duration.ofMinutes(2), FunctionOutputConfig.DEFAULT);

    QueueTerms terms() {
        return new QueueTerms(
                queueLimit,
                lease,
                new RetryRules(
                        List.of(retryAfter, retryAfter.multipliedBy(2)),
                        RetryRules.LAMBDA.firstDeferral(),
                        RetryRules.LAMBDA.longestDeferral()));
    }
}
