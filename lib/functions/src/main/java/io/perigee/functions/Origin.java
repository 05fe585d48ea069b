package io.perigee.functions;

/**
 * Where a request is about to go. An origin-request function may hand back a changed one, of either kind, to send the request
 * elsewhere; it needs not be one of the distribution's.
 */
public sealed interface Origin permits CustomOrigin, S3Origin {
    /** Host name or address, without scheme and port. */
    String domainName();

    /** Put before the request's URI: empty, or a path that starts with {@code /} and does not end with one. */
    String path();

    /** Added to the request that the origin gets. */
    HeaderFields customHeaders();
}
