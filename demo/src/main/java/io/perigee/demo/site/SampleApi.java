package io.perigee.demo.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The site's JSON API. Its answers say {@code no-store}: each request is to reach the origin. */
final class SampleApi {

    /** Longest body that is echoed. */
    static final int MAXIMUM_ECHO = 64 * 1024;

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final InstantSource clock;
    private final AtomicLong answers = new AtomicLong();

    SampleApi(InstantSource clock) {
        this.clock = clock;
    }

    /** The origin's time, and how many answers this API has given: it grows by one for each, so none was a copy. */
    void time(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            request.response().putHeader("Allow", "GET, HEAD");
            answer(request.response(), 405, Map.of("error", "expected GET or HEAD"));
            return;
        }
        Instant now = clock.instant();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("now", now.toString());
        body.put("epochMillis", now.toEpochMilli());
        body.put("answer", answers.incrementAndGet());
        answer(request.response(), 200, body);
    }

    /** The request as the origin sees it. */
    void echo(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        request.handler(piece -> {
            if (body.length() <= MAXIMUM_ECHO) {
                body.appendBuffer(piece);
            }
        });
        request.endHandler(ignored -> {
            if (body.length() > MAXIMUM_ECHO) {
                answer(
                        request.response(),
                        413,
                        Map.of("error", "expected a body of at most " + MAXIMUM_ECHO + " bytes"));
            } else {
                answer(request.response(), 200, description(request, body));
            }
        });
    }

    void unknown(HttpServerRequest request) {
        answer(request.response(), 404, Map.of("error", "expected /api/time or /api/echo"));
    }

    private Map<String, Object> description(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header : request.headers().names()) {
            String name = header.toLowerCase(Locale.ROOT);
            // What nodes tell each other, credentials among it, is not for viewers.
            if (!name.startsWith("perigee-")) {
                headers.put(name, String.join(", ", request.headers().getAll(header)));
            }
        }
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("method", request.method().name());
        description.put("path", request.path());
        description.put("query", request.query());
        description.put("headers", headers);
        description.put("body", body.toString(StandardCharsets.UTF_8));
        description.put("answer", answers.incrementAndGet());
        return description;
    }

    private static void answer(HttpServerResponse response, int status, Map<String, ?> body) {
        byte[] json;
        try {
            json = JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings and numbers always has a JSON form", e);
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(json));
    }
}
