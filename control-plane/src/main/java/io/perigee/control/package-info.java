/**
 * The control plane: owns what operators configure, numbers every change, and says when it has reached every node.
 *
 * <p>Start here: {@link io.perigee.control.ControlNode} puts the parts together; {@link io.perigee.control.change.Changes} is
 * the way of a change.
 */
@NullMarked
package io.perigee.control;

import org.jspecify.annotations.NullMarked;
