/**
 * The node that faces viewers.
 *
 * <p>Start here: {@link io.perigee.edge.EdgeRequestPath} holds the order of a request's steps, each of which is a class of its own;
 * {@link io.perigee.edge.EdgeNode} puts a node together and starts it.
 */
@NullMarked
package io.perigee.edge;

import org.jspecify.annotations.NullMarked;
