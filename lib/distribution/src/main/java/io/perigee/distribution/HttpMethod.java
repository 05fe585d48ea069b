package io.perigee.distribution;

/** The methods that a cache behavior can allow. */
public enum HttpMethod {
    GET,
    HEAD,
    OPTIONS,
    PUT,
    POST,
    PATCH,
    DELETE
}
