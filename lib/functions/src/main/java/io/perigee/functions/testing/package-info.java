/**
 * What authors test their functions with.
 *
 * <p>Start here: {@link io.perigee.functions.testing.FunctionTester} runs a function as a node would, and
 * {@link io.perigee.functions.testing.EventBuilder} makes the events for it.
 */
@NullMarked
package io.perigee.functions.testing;

import org.jspecify.annotations.NullMarked;
