/**
 * What a runtime of functions is to the node's function host.
 *
 * <p>Start here: a {@link io.perigee.functions.runtime.FunctionRuntime} makes a
 * {@link io.perigee.functions.runtime.RunningFunction} out of a {@link io.perigee.functions.runtime.FunctionSource}; calls go to its
 * {@link io.perigee.functions.runtime.FunctionInstance}s. Admission, time limits, the judging of results and counting are the
 * host's, and the same for all runtimes.
 */
@NullMarked
package io.perigee.functions.runtime;

import org.jspecify.annotations.NullMarked;
