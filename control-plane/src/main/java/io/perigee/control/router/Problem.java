package io.perigee.control.router;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Why a request gets no route, as {@code application/problem+json} (RFC 9457). */
record Problem(int status, String title, @Nullable Violation violation) {

    /** What was wrong, where, and what was expected; the value is cut, since a viewer sent it. */
    record Violation(String field, String value, String expected) {
        Violation {
            value = value.substring(0, Math.min(value.length(), 100));
        }
    }

    static Problem badRequest(String field, String value, String expected) {
        return new Problem(400, "Bad request", new Violation(field, value, expected));
    }

    JsonObject toJson() {
        JsonObject json =
                new JsonObject().put("type", "about:blank").put("title", title).put("status", status);
        if (violation != null) {
            json.put(
                    "violations",
                    new JsonArray()
                            .add(new JsonObject()
                                    .put("field", violation.field())
                                    .put("value", violation.value())
                                    .put("expected", violation.expected())));
        }
        return json;
    }
}
