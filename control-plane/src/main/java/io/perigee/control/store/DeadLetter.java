package io.perigee.control.store;

import io.vertx.core.buffer.Buffer;

/**
 * An asynchronous invocation that was given up.
 *
 * @param invocation as it was last
 * @param diedAt epoch milliseconds
 * @param reason Lambda's word for the condition, such as {@code RetriesExhausted}
 * @param response what was answered last, or why it could not be called: JSON in UTF-8
 */
public record DeadLetter(QueuedInvocation invocation, long diedAt, String reason, Buffer response) {}
