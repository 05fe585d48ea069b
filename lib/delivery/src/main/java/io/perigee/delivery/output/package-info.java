/**
 * What functions print and use on this node, on its way to the control plane.
 *
 * <p>Start here: {@link io.perigee.delivery.output.CollectedOutput} takes it in without waiting, and {@link
 * io.perigee.delivery.output.OutputShipper} sends it in batches, each of which counts once however often it is sent.
 */
@NullMarked
package io.perigee.delivery.output;

import org.jspecify.annotations.NullMarked;
