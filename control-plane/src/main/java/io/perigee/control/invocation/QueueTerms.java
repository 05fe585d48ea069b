package io.perigee.control.invocation;

import java.time.Duration;

/**
 * How the queue of asynchronous invocations works.
 *
 * @param limit how many of a function's invocations may wait; further ones are not accepted
 * @param lease how long a control plane that tries an invocation may be silent about it before another tries; longer than a try can take
 */
public record QueueTerms(long limit, Duration lease, RetryRules retries) {}
