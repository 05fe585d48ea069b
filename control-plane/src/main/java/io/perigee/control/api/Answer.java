package io.perigee.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An operation's answer.
 *
 * @param headers beside {@code Content-Type} and {@code Content-Length}
 * @param contentType empty if there is no body
 */
record Answer(int status, Map<String, String> headers, String contentType, Body body) {

    /** What follows the head. */
    sealed interface Body {
        record Whole(Buffer bytes) implements Body {}

        /** Is written, and ended, by this. */
        record Stream(Consumer<HttpServerResponse> writer) implements Body {}
    }

    static Answer of(int status, String contentType, String body) {
        return whole(status, contentType, Buffer.buffer(body));
    }

    static Answer json(int status, JsonNode body) {
        return of(status, "application/json", body.toString());
    }

    static Answer bytes(byte[] body) {
        return whole(200, "application/octet-stream", Buffer.buffer(body));
    }

    static Answer empty() {
        return whole(204, "", Buffer.buffer());
    }

    /** @param writer is given the response with its status and headers set */
    static Answer stream(String contentType, Consumer<HttpServerResponse> writer) {
        return new Answer(200, Map.of(), contentType, new Body.Stream(writer));
    }

    private static Answer whole(int status, String contentType, Buffer body) {
        return new Answer(status, Map.of(), contentType, new Body.Whole(body));
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, contentType, body);
    }
}
