package io.perigee.functions.lambda.event;

import io.perigee.functions.EventConfig;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.RequestBody;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.ResponseEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;

/**
 * What a handler gets: {@code {"Records": [{"cf": {"config": …, "request": …, "response": …}}]}}. A request carries its
 * {@code body} where the association includes it, always in Base64, and its {@code origin} at origin points; a response
 * event's response carries no body.
 */
public final class EventJson {
    private EventJson() {}

    /** The event of viewer-request or origin-request. */
    public static Buffer of(RequestEvent event) {
        return records(new JsonObject()
                .put("config", config(event.config()))
                .put("request", request(event.config().eventType(), event.request())));
    }

    /** The event of origin-response or viewer-response. */
    public static Buffer of(ResponseEvent event) {
        return records(new JsonObject()
                .put("config", config(event.config()))
                .put("request", request(event.config().eventType(), event.request()))
                .put("response", response(event.response())));
    }

    private static Buffer records(JsonObject cf) {
        return new JsonObject()
                .put("Records", new JsonArray().add(new JsonObject().put("cf", cf)))
                .toBuffer();
    }

    private static JsonObject config(EventConfig config) {
        return new JsonObject()
                .put("distributionDomainName", config.distributionDomainName())
                .put("distributionId", config.distributionId())
                .put("eventType", config.eventType().label())
                .put("requestId", config.requestId());
    }

    static JsonObject request(EventType type, FunctionRequest request) {
        JsonObject json = new JsonObject().put("clientIp", request.clientIp());
        RequestBody body = request.body();
        if (body != null && type.isRequest()) {
            json.put("body", body(body));
        }
        json.put("headers", HeadersJson.write(request.headers()))
                .put("method", request.method())
                .put("querystring", request.querystring())
                .put("uri", request.uri());
        if (request.origin() != null && !type.isViewer()) {
            json.put("origin", OriginJson.write(request.origin()));
        }
        return json;
    }

    private static JsonObject body(RequestBody body) {
        return new JsonObject()
                .put("inputTruncated", body.inputTruncated())
                .put("action", "read-only")
                .put("encoding", "base64")
                .put("data", Base64.getEncoder().encodeToString(body.data().getBytes()));
    }

    static JsonObject response(FunctionResponse response) {
        return new JsonObject()
                .put("headers", HeadersJson.write(response.headers()))
                .put("status", Integer.toString(response.status()))
                .put("statusDescription", response.statusDescription());
    }
}
