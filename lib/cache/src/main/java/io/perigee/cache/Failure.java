package io.perigee.cache;

/** Why there is no response to answer with. */
public enum Failure {
    /** No connection to the upstream (502). */
    UPSTREAM_CONNECT(502, true),
    /** The upstream took too long (504). */
    UPSTREAM_TIMEOUT(504, true),
    /** The upstream broke off or sent what is not HTTP (502). */
    UPSTREAM_FAILED(502, true),
    /** The upstream itself refuses for want of capacity (503). */
    UPSTREAM_OVERLOADED(503, true),
    /** {@code only-if-cached} and nothing usable is stored (504, RFC 9111 section 5.2.1.7). */
    ONLY_IF_CACHED(504, false),
    /** Invalidations overtook one fetch after the other, for half a minute at least (503). */
    OVERTAKEN_BY_INVALIDATIONS(503, false),
    /** The cache is closed (503). */
    CLOSED(503, false);

    private final int status;
    private final boolean upstream;

    Failure(int status, boolean upstream) {
        this.status = status;
        this.upstream = upstream;
    }

    /** The status to answer with. */
    public int status() {
        return status;
    }

    /** Whether it came from upstream: such a failure may be covered by a stale response (RFC 5861 section 4). */
    public boolean fromUpstream() {
        return upstream;
    }
}
