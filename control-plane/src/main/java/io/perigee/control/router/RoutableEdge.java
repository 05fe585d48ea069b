package io.perigee.control.router;

import io.perigee.geo.Coordinates;
import java.net.URI;

/**
 * An edge that viewers may be sent to.
 *
 * @param id unique among the edges
 * @param region the region it belongs to
 * @param publicUrl where viewers reach it: {@code http} or {@code https}, a host, perhaps a port, nothing else
 * @param internalUrl where control planes reach it
 * @param weight its share of viewers among edges of the same site, 0 to 1000; 0 takes none while others can
 * @param state whether viewers may be sent to it now
 */
public record RoutableEdge(
        String id, String region, Coordinates coordinates, URI publicUrl, URI internalUrl, int weight, State state) {

    /** An edge that control planes reach as viewers do. */
    public RoutableEdge(String id, String region, Coordinates coordinates, URI publicUrl, int weight, State state) {
        this(id, region, coordinates, publicUrl, publicUrl, weight, state);
    }

    /** Whether viewers may be sent to an edge. */
    public enum State {
        /** Ready, and its lease is running. */
        ROUTABLE,
        /** It starts or drains, or says itself that it is not ready. */
        NOT_READY,
        /** Its lease has run out: it may have missed an invalidation. */
        LEASE_LOST
    }

    /**
     * @throws IllegalArgumentException when the URL has another form: a target with a path or user information would
     *     change what the viewer's path means
     */
    public RoutableEdge {
        boolean web = "http".equals(publicUrl.getScheme()) || "https".equals(publicUrl.getScheme());
        String path = publicUrl.getRawPath();
        boolean bare = publicUrl.getRawUserInfo() == null
                && publicUrl.getRawQuery() == null
                && publicUrl.getRawFragment() == null
                && (path == null || path.isEmpty() || path.equals("/"));
        if (!web || publicUrl.getHost() == null || !bare) {
            throw new IllegalArgumentException("public URL \"" + publicUrl + "\" of edge " + id
                    + ": expected http:// or https://, a host and perhaps a port, nothing else");
        }
        if (weight < 0 || weight > 1000) {
            throw new IllegalArgumentException("weight " + weight + " of edge " + id + ": expected 0 to 1000");
        }
    }

    /** The URL of a request target (origin-form, RFC 9112 section 3.2.1) on this edge. */
    String urlOf(String target) {
        return publicUrl.getScheme() + "://" + publicUrl.getRawAuthority() + target;
    }
}
