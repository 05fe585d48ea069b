/**
 * Whether what was sent as a function's package can be one of its runtime, without running any of it.
 *
 * <p>Start here: {@link io.perigee.control.packages.FunctionPackage}.
 */
@NullMarked
package io.perigee.control.packages;

import org.jspecify.annotations.NullMarked;
