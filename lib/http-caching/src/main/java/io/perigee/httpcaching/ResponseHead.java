package io.perigee.httpcaching;

/**
 * A response without its body.
 *
 * @param status 100 to 999
 */
public record ResponseHead(int status, Headers headers) {
    public ResponseHead {
        if (status < 100 || status > 999) {
            throw new IllegalArgumentException("status must be 100 to 999, was " + status);
        }
    }

    public ResponseHead withStatus(int replacement) {
        return new ResponseHead(replacement, headers);
    }

    public ResponseHead withHeaders(Headers replacement) {
        return new ResponseHead(status, replacement);
    }
}
