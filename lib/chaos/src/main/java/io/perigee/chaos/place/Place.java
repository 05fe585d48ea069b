package io.perigee.chaos.place;

import java.net.URI;
import java.util.List;

/**
 * A running network of Perigee's, and what can be done to it. A nemesis, a workload and the checker see no more of a network
 * than this.
 *
 * <pre>
 * viewers ─► edges ─► regional caches of the region ─► origin
 *              └───────────────┴───► control planes
 * </pre>
 *
 * <p>Methods block until what they do is done, may be called from any thread, and for different nodes at the same time.
 * Closing ends and removes everything, in whatever state it is; it may be called twice.
 */
public interface Place extends AutoCloseable {

    /** What it is made of, for the report, such as "processes on this machine". */
    String description();

    /** The nodes that belong to it now, running or not, in the order in which they were added. */
    List<PlacedNode> nodes();

    /** The links that can be harmed by themselves now: none if links cannot be harmed at all. */
    List<Link> links();

    /** Does it, or says why that is not possible here. */
    Effect inflict(Harm harm) throws PlaceException, InterruptedException;

    /**
     * Stops a node as {@link Harm.Stop} does, and starts it again: of the next release, if the place was given one and the node
     * is still of the one before.
     */
    void restart(String node) throws PlaceException, InterruptedException;

    /** Adds an edge; it is ready on return. */
    PlacedNode addEdge(String region) throws PlaceException, InterruptedException;

    /** Stops an edge as {@link Harm.Stop} does, for good. */
    void removeEdge(String node) throws PlaceException, InterruptedException;

    /** Where viewers reach an edge: the same over its restarts. */
    URI viewerUrl(String edge);

    /** Where operators reach a control plane: the same over its restarts. */
    URI apiUrl(String control);

    /** Where {@code /readyz} and {@code /metrics} of a node are: the same over its restarts. */
    URI managementUrl(String node);

    /** A token that every control plane takes. */
    String apiToken() throws PlaceException;

    /** By which name and port all nodes reach the workload's origin: a distribution names it so. */
    Authority origin();

    @Override
    void close();

    /** A host and a port. */
    record Authority(String host, int port) {}
}
