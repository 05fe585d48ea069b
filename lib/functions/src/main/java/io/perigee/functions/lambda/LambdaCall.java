package io.perigee.functions.lambda;

import io.perigee.functions.EventType;
import io.perigee.functions.Invocation;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;

/**
 * One call on its way to an environment and back.
 *
 * @param limit what its handler may take
 * @param answer completes as soon as the handler has answered
 * @param record completes when all that it printed has been read, a little later
 */
record LambdaCall(
        String requestId,
        Optional<EventType> eventType,
        Buffer payload,
        Duration limit,
        Promise<Answer> answer,
        Promise<Recorded> record) {

    /** What remains of a call: its cost, and the last 4 KB of what it printed. */
    record Recorded(Invocation invocation, String logTail) {}

    LambdaCall(String requestId, Optional<EventType> eventType, Buffer payload, Duration limit) {
        this(requestId, eventType, payload, limit, Promise.promise(), Promise.promise());
    }
}
