package io.perigee.functions.javascript;

import io.perigee.functions.BodySource;
import io.perigee.functions.EventConfig;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.HeaderField;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.ViewerLocation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events and results of CloudFront Functions as files have them. Results are {@code {"request": …}} or {@code {"response": …}}, whole:
 * also what a handler has left as it was. What is not as it must be throws {@link IllegalArgumentException} or
 * {@link ClassCastException}.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html">CloudFront Functions event
 *     structure</a>
 */
public final class ScriptDocuments {
    private static final JsonObject NONE = new JsonObject();

    private ScriptDocuments() {}

    /** Whether a document has the form of CloudFront Functions' events, be they good or not. */
    public static boolean isEvent(JsonObject document) {
        return document.containsKey("context")
                || document.containsKey("viewer")
                || "1.0".equals(document.getValue("version"));
    }

    /** The event type that it names; empty where it names none. */
    public static Optional<EventType> type(JsonObject event) {
        String label = event.getJsonObject("context", NONE).getString("eventType");
        return label == null
                ? Optional.empty()
                : Optional.of(EventType.ofLabel(label)
                        .filter(EventType::isViewer)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "context.eventType is " + label + ", expected viewer-request or viewer-response")));
    }

    public static RequestEvent request(JsonObject event, EventType type) {
        return new RequestEvent(config(event, type), ViewerLocation.UNKNOWN, request(event));
    }

    public static ResponseEvent response(JsonObject event, EventType type) {
        return new ResponseEvent(
                config(event, type), ViewerLocation.UNKNOWN, request(event), response(event), BodySource.NONE);
    }

    /** What is written in a file of results, for the comparison with what came of that event. */
    public static JsonObject normal(JsonObject event, JsonObject result, EventType type) {
        return result.containsKey("request")
                ? of(
                        config(event, type),
                        new RequestResult.Continue(request(result.copy().put("viewer", event.getValue("viewer")))))
                : of(config(event, type), response(result));
    }

    public static JsonObject of(EventConfig config, RequestResult result) {
        return switch (result) {
            case RequestResult.Continue proceed ->
                part(EventWriter.write(new RequestEvent(config, ViewerLocation.UNKNOWN, proceed.request())), "request");
            case RequestResult.Respond respond -> of(config, respond.response());
        };
    }

    public static JsonObject of(EventConfig config, FunctionResponse response) {
        FunctionRequest none = new FunctionRequest("", "", "", "", HeaderFields.empty(), null, null);
        JsonObject json = part(
                EventWriter.write(new ResponseEvent(config, ViewerLocation.UNKNOWN, none, response, BodySource.NONE)),
                "response");
        Buffer body = response.body();
        if (body != null) {
            json.getJsonObject("response").put("body", body.toString());
        }
        return json;
    }

    private static JsonObject part(String event, String name) {
        return new JsonObject().put(name, new JsonObject(event).getJsonObject(name));
    }

    private static EventConfig config(JsonObject event, EventType type) {
        JsonObject context = event.getJsonObject("context", NONE);
        return new EventConfig(
                context.getString("distributionDomainName", "d111111abcdef8.cloudfront.net"),
                context.getString("distributionId", "EDFDVBD6EXAMPLE"),
                type,
                context.getString("requestId", "local"));
    }

    private static FunctionRequest request(JsonObject event) {
        JsonObject request = message(event, "request");
        List<String> query = new ArrayList<>();
        for (HeaderField parameter : fields(request, "querystring")) {
            query.add(parameter.value().isEmpty() ? parameter.name() : parameter.name() + "=" + parameter.value());
        }
        List<String> cookies = new ArrayList<>();
        for (HeaderField cookie : fields(request, "cookies")) {
            cookies.add(cookie.name() + "=" + cookie.value());
        }
        HeaderFields headers = fields(request, "headers");
        return new FunctionRequest(
                event.getJsonObject("viewer", NONE).getString("ip", "192.0.2.1"),
                request.getString("method", "GET"),
                request.getString("uri", "/"),
                String.join("&", query),
                cookies.isEmpty() ? headers : headers.adding("Cookie", String.join("; ", cookies)),
                null,
                null);
    }

    private static FunctionResponse response(JsonObject event) {
        JsonObject response = message(event, "response");
        HeaderFields headers = fields(response, "headers");
        for (HeaderField cookie : fields(response, "cookies")) {
            headers = headers.adding("Set-Cookie", cookie.name() + "=" + cookie.value());
        }
        Object body = response.getValue("body");
        return new FunctionResponse(
                response.getInteger("statusCode", 200),
                response.getString("statusDescription", ""),
                headers,
                body instanceof String text ? Buffer.buffer(text) : null);
    }

    private static JsonObject message(JsonObject event, String name) {
        JsonObject message = event.getJsonObject(name);
        if (message == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return message;
    }

    /** A cookie's attributes follow its value, as in its line. */
    private static HeaderFields fields(JsonObject message, String part) {
        List<HeaderField> fields = new ArrayList<>();
        for (Map.Entry<String, Object> entry : message.getJsonObject(part, NONE)) {
            if (!(entry.getValue() instanceof JsonObject value)) {
                throw new IllegalArgumentException(part + "." + entry.getKey() + " is no object with a value");
            }
            JsonArray several = value.getJsonArray("multiValue", new JsonArray().add(value));
            for (int i = 0; i < several.size(); i++) {
                JsonObject one = several.getJsonObject(i);
                String attributes = one.getString("attributes", "");
                fields.add(new HeaderField(
                        entry.getKey(), one.getString("value", "") + (attributes.isEmpty() ? "" : "; " + attributes)));
            }
        }
        return HeaderFields.of(fields);
    }
}
