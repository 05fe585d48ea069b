/**
 * HTTP servers: TLS, limits, and the refusal of what is not valid HTTP.
 *
 * <p>Start here: {@link io.perigee.node.listen.Listener}, {@link io.perigee.node.listen.ListenerConfig}.
 */
@NullMarked
package io.perigee.node.listen;

import org.jspecify.annotations.NullMarked;
