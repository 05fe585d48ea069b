/**
 * What functions print and use, as nodes bring it to the control plane.
 *
 * <p>Start here: {@link io.perigee.control.output.FunctionOutputs} keeps a batch of output and gives lines and sums back; a {@link
 * io.perigee.control.output.HealthSource} tells alarms how a version has fared lately.
 */
@NullMarked
package io.perigee.control.output;

import org.jspecify.annotations.NullMarked;
