/**
 * The HTTP redirect router: sends viewers to the nearest healthy edge and says why on request.
 *
 * <p>Start here: {@link io.perigee.control.router.RedirectRouter} is the request handler,
 * {@link io.perigee.control.router.Router} takes the decision. What the router must know of the network comes through
 * {@link io.perigee.control.router.RoutableEdges} and {@link io.perigee.control.router.ServedRegions}.
 */
@NullMarked
package io.perigee.control.router;

import org.jspecify.annotations.NullMarked;
