package io.perigee.functions.lambda.event;

import io.perigee.functions.BodySource;
import io.perigee.functions.EventConfig;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.RequestBody;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.ViewerLocation;
import io.perigee.functions.runtime.CallFailure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads events as files have them, such as those of AWS's guide: what a file leaves out of the configuration is made up. All methods throw
 * {@link CallFailure.InvalidResult} for what is no event; it says where.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html">Lambda@Edge event
 *     structure</a>
 */
public final class EventReader {
    private final ResultObject cf;

    private EventReader(ResultObject cf) {
        this.cf = cf;
    }

    /** Whether a document has the form of Lambda@Edge's events, be they good or not. */
    public static boolean isEvent(JsonObject document) {
        return document.containsKey("Records");
    }

    public static EventReader of(JsonObject document) {
        List<ResultObject> records = new ResultObject("event", document).objects("Records");
        if (records.isEmpty()) {
            throw new ResultObject("event", document).invalid("Records", "[]", "one record");
        }
        return new EventReader(records.getFirst().object("cf"));
    }

    /** The event type that it names; empty where it names none. */
    public Optional<EventType> type() {
        Optional<ResultObject> config = cf.optionalObject("config");
        if (config.isEmpty() || !config.get().has("eventType")) {
            return Optional.empty();
        }
        String label = config.get().string("eventType");
        return Optional.of(EventType.ofLabel(label)
                .orElseThrow(() -> config.get()
                        .invalid(
                                "eventType",
                                label,
                                "viewer-request, origin-request, origin-response or viewer-response")));
    }

    /** The event of viewer-request or origin-request. */
    public RequestEvent request(EventType type) {
        FunctionRequest request = request();
        return new RequestEvent(config(type), location(request), request);
    }

    /** The event of origin-response or viewer-response; its body cannot be read. */
    public ResponseEvent response(EventType type) {
        FunctionRequest request = request();
        ResultObject response = cf.object("response");
        return new ResponseEvent(
                config(type),
                location(request),
                request,
                new FunctionResponse(
                        response.number("status"), response.string("statusDescription", ""), headers(response), null),
                BodySource.NONE);
    }

    private EventConfig config(EventType type) {
        ResultObject config = cf.optionalObject("config").orElse(new ResultObject("config", new JsonObject()));
        return new EventConfig(
                config.string("distributionDomainName", "d111111abcdef8.cloudfront.net"),
                config.string("distributionId", "EDFDVBD6EXAMPLE"),
                type,
                config.string("requestId", "local"));
    }

    private FunctionRequest request() {
        ResultObject request = cf.object("request");
        return new FunctionRequest(
                request.string("clientIp", "192.0.2.1"),
                request.string("method", "GET"),
                request.string("uri"),
                request.string("querystring", ""),
                headers(request),
                request.optionalObject("body").map(EventReader::body).orElse(null),
                request.optionalObject("origin").map(OriginJson::read).orElse(null));
    }

    private static @Nullable RequestBody body(ResultObject body) {
        String data = body.string("data", "");
        Buffer bytes;
        if (body.string("encoding", "base64").equals("text")) {
            bytes = Buffer.buffer(data);
        } else {
            try {
                bytes = Buffer.buffer(Base64.getDecoder().decode(data));
            } catch (IllegalArgumentException notBase64) {
                throw body.invalid("data", data, "Base64, as its encoding says");
            }
        }
        return new RequestBody(bytes, Boolean.TRUE.equals(body.json().getValue("inputTruncated")));
    }

    private static HeaderFields headers(ResultObject message) {
        return message.optionalObject("headers").map(HeadersJson::read).orElse(HeaderFields.empty());
    }

    private static ViewerLocation location(FunctionRequest request) {
        return request.headers()
                .first("CloudFront-Viewer-Country")
                .map(ViewerLocation::ofCountry)
                .orElse(ViewerLocation.UNKNOWN);
    }
}
