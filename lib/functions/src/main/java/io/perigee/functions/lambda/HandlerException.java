package io.perigee.functions.lambda;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** A handler failed, as its runtime tells: {@code errorType: errorMessage}. The stack trace is in the function's own log. */
final class HandlerException extends RuntimeException {
    private static final int SHOWN = 1000;

    private HandlerException(String message) {
        super(message, null, false, false);
    }

    static HandlerException of(Buffer payload) {
        try {
            JsonObject json = new JsonObject(payload);
            return new HandlerException(shortened(
                    json.getValue("errorType", "Error") + ": " + json.getValue("errorMessage", "no message")));
        } catch (DecodeException | ClassCastException notTheDocumentedForm) {
            return new HandlerException(shortened(payload.toString()));
        }
    }

    private static String shortened(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
