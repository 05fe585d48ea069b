/**
 * How nodes prove themselves to each other.
 *
 * <p>Start here: {@link io.perigee.node.auth.NodeAuthenticator}, {@link io.perigee.node.auth.NetworkKeys}.
 */
@NullMarked
package io.perigee.node.auth;

import org.jspecify.annotations.NullMarked;
