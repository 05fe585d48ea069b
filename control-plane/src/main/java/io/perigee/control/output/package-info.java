/**
 * What functions print and use, as nodes bring it to the control plane.
 *
 * <p>Start here: a {@link io.perigee.control.output.HealthSource} tells how a version has fared lately.
 */
@NullMarked
package io.perigee.control.output;

import org.jspecify.annotations.NullMarked;
