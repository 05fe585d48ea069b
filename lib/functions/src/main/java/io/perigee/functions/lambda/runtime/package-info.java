/**
 * Lambda's runtimes on this node: which programs run them, and how they are started.
 *
 * <p>Start here: {@link io.perigee.functions.lambda.runtime.Interpreters} finds the program for a runtime's identifier;
 * {@link io.perigee.functions.lambda.runtime.RuntimeFiles} has the bootstraps, which speak the Runtime API for a handler.
 */
@NullMarked
package io.perigee.functions.lambda.runtime;

import org.jspecify.annotations.NullMarked;
