/**
 * The control plane's HTTP API: for operators, with a bearer token, and for nodes, with the network's key.
 *
 * <p>Start here: {@link io.perigee.control.api.ApiServer} takes requests to {@link io.perigee.control.api.Operation}s, which
 * the {@code *Operations} classes list; routes and the OpenAPI document are made from the same list.
 */
@NullMarked
package io.perigee.control.api;

import org.jspecify.annotations.NullMarked;
