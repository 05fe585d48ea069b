package io.perigee.functions.testing;

import io.perigee.functions.BodySource;
import io.perigee.functions.BodyTooLargeException;
import io.perigee.functions.CustomOrigin;
import io.perigee.functions.EdgeLocation;
import io.perigee.functions.EventConfig;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.Origin;
import io.perigee.functions.RequestBody;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.ViewerLocation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes events: a GET from 192.0.2.1 to {@code www.example.com}, unless told otherwise; responses are 200 OK without headers
 * and body.
 *
 * <pre>{@code
 * EventBuilder.viewerRequest("/shop?id=7").header("Cookie", "group=b").country("DE")
 * EventBuilder.originResponse("/img/cat.jpg?w=300").responseHeader("Content-Type", "image/jpeg").responseBody(bytes)
 * }</pre>
 */
public final class EventBuilder {
    private final EventType type;
    private final @Nullable String rawQueryString;
    private FunctionRequest request;
    private FunctionResponse response = FunctionResponse.of(200, "OK");
    private ViewerLocation viewer = ViewerLocation.UNKNOWN;
    private Buffer responseBody = Buffer.buffer();

    private EventBuilder(EventType type, String target) {
        this.type = type;
        int query = target.indexOf('?');
        String uri = query < 0 ? target : target.substring(0, query);
        rawQueryString = query < 0 ? null : target.substring(query + 1);
        String querystring = rawQueryString == null ? "" : rawQueryString;
        CustomOrigin origin =
                type.isViewer() ? null : CustomOrigin.of(CustomOrigin.Protocol.HTTPS, "origin.example.com", 443);
        request = new FunctionRequest(
                "192.0.2.1", "GET", uri, querystring, HeaderFields.of("Host", "www.example.com"), null, origin);
    }

    /**
     * An event at viewer-request; so do the others for their points.
     *
     * @param target path and query, as in a request line
     */
    public static EventBuilder viewerRequest(String target) {
        return new EventBuilder(EventType.VIEWER_REQUEST, target);
    }

    public static EventBuilder originRequest(String target) {
        return new EventBuilder(EventType.ORIGIN_REQUEST, target);
    }

    public static EventBuilder originResponse(String target) {
        return new EventBuilder(EventType.ORIGIN_RESPONSE, target);
    }

    public static EventBuilder viewerResponse(String target) {
        return new EventBuilder(EventType.VIEWER_RESPONSE, target);
    }

    public EventBuilder method(String method) {
        request = new FunctionRequest(
                request.clientIp(),
                method,
                request.uri(),
                request.querystring(),
                request.headers(),
                request.body(),
                request.origin());
        return this;
    }

    /** Adds a line to the request. */
    public EventBuilder header(String name, String value) {
        request = request.withHeaders(request.headers().adding(name, value));
        return this;
    }

    /** The request's body, as an association that includes it gives it. */
    public EventBuilder body(String body) {
        request = new FunctionRequest(
                request.clientIp(),
                request.method(),
                request.uri(),
                request.querystring(),
                request.headers(),
                new RequestBody(Buffer.buffer(body), false),
                request.origin());
        return this;
    }

    /** Where the request is about to go (origin points). */
    public EventBuilder origin(Origin origin) {
        request = request.withOrigin(origin);
        return this;
    }

    public EventBuilder country(String country) {
        return viewer(ViewerLocation.ofCountry(country));
    }

    public EventBuilder viewer(ViewerLocation viewer) {
        this.viewer = viewer;
        return this;
    }

    public EventBuilder status(int status, String statusDescription) {
        response = response.withStatus(status, statusDescription);
        return this;
    }

    /** Adds a line to the response. */
    public EventBuilder responseHeader(String name, String value) {
        response = response.addingHeader(name, value);
        return this;
    }

    /** What {@link ResponseEvent#readBody} gives. */
    public EventBuilder responseBody(Buffer body) {
        responseBody = body;
        return this;
    }

    EventType type() {
        return type;
    }

    /** The event, for handlers that are called without a tester. */
    public RequestEvent toRequestEvent() {
        return new RequestEvent(config(), viewer, request);
    }

    /** The event, for handlers that are called without a tester. */
    public ResponseEvent toResponseEvent() {
        Buffer body = responseBody;
        BodySource source = limit -> body.length() > limit
                ? Future.failedFuture(new BodyTooLargeException(limit))
                : Future.succeededFuture(body);
        return new ResponseEvent(config(), viewer, request, response, source);
    }

    private EventConfig config() {
        return new EventConfig(
                "d111111abcdef8.perigee.example",
                "EDFDVBD6EXAMPLE",
                type,
                "test-request",
                EdgeLocation.UNKNOWN,
                rawQueryString);
    }
}
