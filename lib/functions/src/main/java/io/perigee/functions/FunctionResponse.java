package io.perigee.functions;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A response as functions see it, or make it. Immutable: the {@code with…} methods give changed copies.
 *
 * @param status 200 to 599
 * @param statusDescription the reason phrase of HTTP/1.1; may be empty
 * @param body null leaves the origin's body as it is; in a generated response, null means none
 */
public record FunctionResponse(
        int status,
        String statusDescription,
        HeaderFields headers,
        @Nullable Buffer body) implements ResponseOutcome {

    /** That status with no headers and no body. */
    public static FunctionResponse of(int status, String statusDescription) {
        return new FunctionResponse(status, statusDescription, HeaderFields.empty(), null);
    }

    /** A temporary redirect (302 Found, RFC 9110, section 15.4.3). */
    public static FunctionResponse redirect(String location) {
        return of(302, "Found").withHeader("Location", location);
    }

    /** 200 with that text, as UTF-8. */
    public static FunctionResponse ok(String contentType, String body) {
        return of(200, "OK").withHeader("Content-Type", contentType).withBody(Buffer.buffer(body));
    }

    /** The body as UTF-8; empty if there is none. */
    public String bodyText() {
        return body == null ? "" : body.toString();
    }

    public FunctionResponse withStatus(int status, String statusDescription) {
        return new FunctionResponse(status, statusDescription, headers, body);
    }

    /** The first value of that header. */
    public Optional<String> header(String name) {
        return headers.first(name);
    }

    /** With that one line for the header. */
    public FunctionResponse withHeader(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    /** With that line besides others of the name, as {@code Set-Cookie} needs it. */
    public FunctionResponse addingHeader(String name, String value) {
        return withHeaders(headers.adding(name, value));
    }

    public FunctionResponse withoutHeader(String name) {
        return withHeaders(headers.without(name));
    }

    public FunctionResponse withHeaders(HeaderFields headers) {
        return new FunctionResponse(status, statusDescription, headers, body);
    }

    /** With that body in place of the origin's (origin-response), or as a generated response's own. */
    public FunctionResponse withBody(Buffer body) {
        return new FunctionResponse(status, statusDescription, headers, body);
    }
}
