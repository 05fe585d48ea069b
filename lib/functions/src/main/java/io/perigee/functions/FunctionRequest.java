package io.perigee.functions;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as functions see it. Immutable: the {@code with…} methods give changed copies. What a function may change, and
 * at which point, is checked after it has answered.
 *
 * @param clientIp the viewer's address, IPv4 or IPv6; read-only
 * @param method read-only
 * @param uri the path, encoded, without the query; starts with {@code /}
 * @param querystring encoded, without the {@code ?}; empty if there is none
 * @param body null where the association does not include it
 * @param origin where the request is about to go; null at viewer points
 */
public record FunctionRequest(
        String clientIp,
        String method,
        String uri,
        String querystring,
        HeaderFields headers,
        @Nullable RequestBody body,
        @Nullable Origin origin) {

    public FunctionRequest withUri(String uri) {
        return new FunctionRequest(clientIp, method, uri, querystring, headers, body, origin);
    }

    public FunctionRequest withQuerystring(String querystring) {
        return new FunctionRequest(clientIp, method, uri, querystring, headers, body, origin);
    }

    /** The first value of that query parameter, decoded. */
    public Optional<String> queryParameter(String name) {
        return QueryString.first(querystring, name);
    }

    /** With that one value (given plain, encoded here) for the parameter; other parameters stay as they were. */
    public FunctionRequest withQueryParameter(String name, String value) {
        return withQuerystring(QueryString.with(querystring, name, value));
    }

    public FunctionRequest withoutQueryParameter(String name) {
        return withQuerystring(QueryString.without(querystring, name));
    }

    /** The first value of that header. */
    public Optional<String> header(String name) {
        return headers.first(name);
    }

    /** With that one line for the header. */
    public FunctionRequest withHeader(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    public FunctionRequest withoutHeader(String name) {
        return withHeaders(headers.without(name));
    }

    public FunctionRequest withHeaders(HeaderFields headers) {
        return new FunctionRequest(clientIp, method, uri, querystring, headers, body, origin);
    }

    /** The value of that cookie (names are compared exactly, RFC 6265, section 4.2). */
    public Optional<String> cookie(String name) {
        for (String line : headers.all("Cookie")) {
            for (String pair : line.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    return Optional.of(pair.substring(equals + 1).strip());
                }
            }
        }
        return Optional.empty();
    }

    /** With that body in place of the viewer's. */
    public FunctionRequest withBody(Buffer data) {
        return new FunctionRequest(clientIp, method, uri, querystring, headers, new RequestBody(data, false), origin);
    }

    /** To be sent to that origin (origin-request only). */
    public FunctionRequest withOrigin(Origin origin) {
        return new FunctionRequest(clientIp, method, uri, querystring, headers, body, origin);
    }
}
