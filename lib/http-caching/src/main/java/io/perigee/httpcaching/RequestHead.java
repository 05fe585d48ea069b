package io.perigee.httpcaching;

/**
 * A request without its body.
 *
 * @param method case-sensitive (RFC 9110 section 9.1), e.g. {@code GET}
 * @param target in origin form: absolute path and query, e.g. {@code /a?b=c}
 */
public record RequestHead(String method, String target, Headers headers) {
    public RequestHead withHeaders(Headers replacement) {
        return new RequestHead(method, target, replacement);
    }
}
