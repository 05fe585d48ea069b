package io.perigee.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An operation's answer.
 *
 * @param headers beside {@code Content-Type} and {@code Content-Length}
 * @param contentType empty if there is no body
 */
record Answer(int status, Map<String, String> headers, String contentType, Buffer body) {

    static Answer of(int status, String contentType, String body) {
        return new Answer(status, Map.of(), contentType, Buffer.buffer(body));
    }

    static Answer json(int status, JsonNode body) {
        return of(status, "application/json", body.toString());
    }

    static Answer bytes(byte[] body) {
        return new Answer(200, Map.of(), "application/octet-stream", Buffer.buffer(body));
    }

    static Answer empty() {
        return new Answer(204, Map.of(), "", Buffer.buffer());
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, contentType, body);
    }
}
