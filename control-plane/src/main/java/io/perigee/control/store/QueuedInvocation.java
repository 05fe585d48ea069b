package io.perigee.control.store;

import io.vertx.core.buffer.Buffer;

/**
 * An asynchronous invocation that was accepted and is not done.
 *
 * @param id its request id, the same at every try
 * @param function the function's name
 * @param qualifier a version, an alias or {@code latest}
 * @param region where it is to run; empty: anywhere
 * @param payload JSON in UTF-8
 * @param source what has caused it, for people
 * @param acceptedAt epoch milliseconds
 * @param errors how often the function has failed
 * @param deferrals how often it could not be called since it last was
 * @param hops how many invocations led to it, each through a destination of the one before
 */
public record QueuedInvocation(
        String id,
        String function,
        String qualifier,
        String region,
        Buffer payload,
        String source,
        long acceptedAt,
        int errors,
        int deferrals,
        int hops) {

    public QueuedInvocation afterError() {
        return new QueuedInvocation(id, function, qualifier, region, payload, source, acceptedAt, errors + 1, 0, hops);
    }

    public QueuedInvocation afterDeferral() {
        return new QueuedInvocation(
                id, function, qualifier, region, payload, source, acceptedAt, errors, deferrals + 1, hops);
    }
}
