package io.perigee.edge;

import io.perigee.geo.Geography;
import java.net.URI;
import java.util.Optional;

/** Finds a viewer far from home an edge of its own region. */
@FunctionalInterface
public interface NearerEdge {

    /** Nobody is sent elsewhere. */
    NearerEdge NONE = (region, viewer) -> Optional.empty();

    /** The public URL of the edge to go to; empty when this region is the viewer's, or none is known to be nearer. */
    Optional<URI> than(String region, Geography viewer);
}
