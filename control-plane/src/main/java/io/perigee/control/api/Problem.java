package io.perigee.control.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.perigee.distribution.document.Violation;
import java.util.List;

/**
 * Why a request was not answered as asked (RFC 9457).
 *
 * @param status 400 to 599
 * @param detail a sentence for the person who made the request
 * @param violations everything that is wrong with the request's content, if that is the reason
 */
public record Problem(int status, String detail, List<Violation> violations) {

    static final String TYPE = "application/problem+json";

    public Problem {
        violations = List.copyOf(violations);
    }

    static Problem of(int status, String detail) {
        return new Problem(status, detail, List.of());
    }

    static Problem invalid(List<Violation> violations) {
        return new Problem(400, "The request is not valid.", violations);
    }

    static Problem invalid(String field, String value, String expected) {
        return invalid(List.of(new Violation(field, value, expected)));
    }

    Answer answer() {
        return Answer.of(status, TYPE, json().toString());
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", "about:blank");
        json.put("title", HttpResponseStatus.valueOf(status).reasonPhrase());
        json.put("status", status);
        json.put("detail", detail);
        if (!violations.isEmpty()) {
            ArrayNode list = json.putArray("violations");
            for (Violation violation : violations) {
                list.addObject()
                        .put("field", violation.field())
                        .put("value", violation.value())
                        .put("expected", violation.expected());
            }
        }
        return json;
    }
}
