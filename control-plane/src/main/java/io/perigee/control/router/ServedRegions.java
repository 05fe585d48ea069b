package io.perigee.control.router;

/** Which regions serve a distribution (its price class). Asked for each request and region: must be quick. */
@FunctionalInterface
public interface ServedRegions {

    /**
     * Whether edges of the region serve the distribution of this host.
     *
     * @param host the request's host, lower case, without port; one that belongs to no distribution is served
     *     everywhere, the edge will answer for it
     */
    boolean served(String host, String region);

    /** No distribution is limited to regions. */
    ServedRegions EVERYWHERE = (host, region) -> true;
}
