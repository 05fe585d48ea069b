package io.perigee.functions.lambda;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** What came of one call of a handler. */
sealed interface Answer {
    /** Its result, JSON in most cases: nobody has looked yet. */
    record Returned(Buffer payload) implements Answer {}

    /** It failed, as its runtime tells, or its process ended. */
    record Failed(Buffer payload) implements Answer {
        static Failed of(String errorType, String errorMessage) {
            return new Failed(new JsonObject()
                    .put("errorType", errorType)
                    .put("errorMessage", errorMessage)
                    .toBuffer());
        }
    }

    /** Its process was ended because it used more memory than it may. */
    record OutOfMemory(Buffer payload) implements Answer {
        static OutOfMemory in(String requestId) {
            return new OutOfMemory(Failed.of(
                            "Runtime.ExitError",
                            "RequestId: " + requestId + " Error: Runtime exited with error: signal: killed")
                    .payload());
        }
    }

    /** Its process was ended because it had not answered by then. */
    record Late(Duration limit) implements Answer {}
}
