package io.perigee.control.router;

import java.util.List;

/** The network's edges as the control plane sees them now. Asked once for each request: must be quick and not block. */
@FunctionalInterface
public interface RoutableEdges {

    /** All edges, also those that are not routable: the router names them in its explanation. */
    List<RoutableEdge> edges();
}
