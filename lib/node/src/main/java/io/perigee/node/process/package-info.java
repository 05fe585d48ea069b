/**
 * The life of a node in a process: start, health, drain, stop.
 *
 * <p>Start here: {@link io.perigee.node.process.NodeProcess}.
 */
@NullMarked
package io.perigee.node.process;

import org.jspecify.annotations.NullMarked;
