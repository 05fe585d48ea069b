package io.perigee.control.invocation;

import io.perigee.control.store.QueuedInvocation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What destinations are told of an asynchronous invocation, in the form that Lambda has for it (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">Capturing records of Lambda asynchronous
 * invocations</a>). In place of an ARN stands {@code NAME:QUALIFIER}.
 */
final class InvocationRecord {

    private InvocationRecord() {}

    /** @param condition {@code Success}, or why it was given up */
    static Buffer of(QueuedInvocation invocation, String condition, Attempt attempt, Instant now) {
        int calls = invocation.errors() + (attempt instanceof Attempt.Returned ? 1 : 0);
        JsonObject record = new JsonObject()
                .put("version", "1.0")
                .put("timestamp", now.toString())
                .put(
                        "requestContext",
                        new JsonObject()
                                .put("requestId", invocation.id())
                                .put("functionArn", invocation.function() + ":" + invocation.qualifier())
                                .put("condition", condition)
                                .put("approximateInvokeCount", calls))
                .put("requestPayload", value(invocation.payload()));
        switch (attempt) {
            case Attempt.Returned(Buffer payload, long version, var log) ->
                record.put("responseContext", context(version)).put("responsePayload", value(payload));
            case Attempt.Failed(Buffer payload, long version, var log) ->
                record.put("responseContext", context(version).put("functionError", "Unhandled"))
                        .put("responsePayload", value(payload));
            case Attempt.NotFound notFound -> {}
            case Attempt.Throttled throttled -> {}
            case Attempt.Unavailable unavailable -> {}
        }
        return record.toBuffer();
    }

    private static JsonObject context(long version) {
        return new JsonObject().put("statusCode", 200).put("executedVersion", Long.toString(version));
    }

    /** What the function has answered, or why it could not be called. */
    static Buffer response(Attempt attempt) {
        return switch (attempt) {
            case Attempt.Returned(Buffer payload, var version, var log) -> payload;
            case Attempt.Failed(Buffer payload, var version, var log) -> payload;
            case Attempt.NotFound(String what) -> message(what + " does not exist.");
            case Attempt.Throttled(String limit) -> message(limit);
            case Attempt.Unavailable(String reason, var sent) -> message(reason);
        };
    }

    static Buffer message(String text) {
        return new JsonObject().put("message", text).toBuffer();
    }

    /** JSON as it is; anything else as a string. */
    static @Nullable Object value(Buffer json) {
        try {
            return json.length() == 0 ? null : Json.decodeValue(json);
        } catch (DecodeException notJson) {
            return json.toString();
        }
    }
}
