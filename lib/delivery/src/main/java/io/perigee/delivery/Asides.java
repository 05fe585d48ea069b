package io.perigee.delivery;

import io.perigee.httpcaching.Headers;

/**
 * What a server says besides its response: interim responses before it, trailer fields behind it. Told to the one whose request was sent, on
 * its event loop; who gets the response out of a cache, or shares another's fetch, does without (RFC 9111 section 3.1).
 */
public interface Asides {
    /** Nobody listens. */
    Asides UNHEARD = new Asides() {
        @Override
        public void interim(int status, Headers fields) {
            // Interim responses may be ignored (RFC 9110 section 15.2).
        }

        @Override
        public void trailers(Headers trailers) {
            // Trailer fields may be discarded (RFC 9110 section 6.5.1).
        }
    };

    /**
     * An interim response, such as a 103 (RFC 8297); any number of times before the response.
     *
     * @param status 102 to 199
     */
    void interim(int status, Headers fields);

    /** The response's trailer fields, at least one, just before its body ends. */
    void trailers(Headers trailers);
}
