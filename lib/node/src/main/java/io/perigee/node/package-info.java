/**
 * What every service process needs, whatever it serves.
 *
 * <p>Start here: {@link io.perigee.node.process.NodeProcess} runs the parts of a node in order and drains them;
 * {@link io.perigee.node.config.NodeConfigReader} reads its file, {@link io.perigee.node.listen.Listener} serves HTTP,
 * {@link io.perigee.node.auth.NodeAuthenticator} tells nodes of this network from everybody else.
 */
@NullMarked
package io.perigee.node;

import org.jspecify.annotations.NullMarked;
