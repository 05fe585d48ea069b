package io.perigee.control.invocation;

import io.perigee.control.store.QueuedInvocation;
import io.perigee.distribution.EventInvokeConfig;
import java.time.Duration;
import java.util.List;

/**
 * When an asynchronous invocation is tried again. As Lambda does it (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">How Lambda handles errors and retries</a>): a function
 * that has failed is called again one minute later, and two minutes after that; one that was throttled or could not be called at all, after a
 * second, and then at intervals that double up to five minutes, for as long as the invocation may get old.
 *
 * @param afterErrors the waits after the first error, the second, …; the last one is that of all further ones
 */
public record RetryRules(List<Duration> afterErrors, Duration firstDeferral, Duration longestDeferral) {

    public static final RetryRules LAMBDA = new RetryRules(
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(2)), Duration.ofSeconds(1), Duration.ofMinutes(5));

    private static final int MOST_DOUBLINGS = 20;

    public RetryRules {
        afterErrors = List.copyOf(afterErrors);
    }

    /** What becomes of an invocation that has not succeeded. */
    public sealed interface Next {

        /**
         * It is tried again.
         *
         * @param dueAt epoch milliseconds
         */
        record Again(QueuedInvocation invocation, long dueAt) implements Next {}

        /**
         * It becomes a dead letter.
         *
         * @param reason Lambda's word for the condition
         */
        record GivenUp(QueuedInvocation invocation, String reason) implements Next {}
    }

    /** The function was called and has failed. */
    Next afterError(QueuedInvocation tried, EventInvokeConfig config, long now) {
        QueuedInvocation invocation = tried.afterError();
        if (invocation.errors() > config.maximumRetryAttempts()) {
            return new Next.GivenUp(invocation, "RetriesExhausted");
        }
        Duration wait = afterErrors.get(Math.min(invocation.errors(), afterErrors.size()) - 1);
        return unlessTooOld(invocation, wait, config, now);
    }

    /** The function was not called. */
    Next afterDeferral(QueuedInvocation tried, EventInvokeConfig config, long now) {
        QueuedInvocation invocation = tried.afterDeferral();
        Duration doubled = firstDeferral.multipliedBy(1L << Math.min(invocation.deferrals() - 1, MOST_DOUBLINGS));
        Duration wait = doubled.compareTo(longestDeferral) < 0 ? doubled : longestDeferral;
        return unlessTooOld(invocation, wait, config, now);
    }

    private static Next unlessTooOld(QueuedInvocation invocation, Duration wait, EventInvokeConfig config, long now) {
        long dueAt = now + wait.toMillis();
        long oldest = invocation.acceptedAt()
                + Duration.ofSeconds(config.maximumEventAgeInSeconds()).toMillis();
        return dueAt > oldest ? new Next.GivenUp(invocation, "EventAgeExceeded") : new Next.Again(invocation, dueAt);
    }
}
