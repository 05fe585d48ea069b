/**
 * One request to one server further up: an origin, or a node of the network.
 *
 * <p>Start here: {@link io.perigee.delivery.exchange.UpstreamExchange}.
 */
@NullMarked
package io.perigee.delivery.exchange;

import org.jspecify.annotations.NullMarked;
