/**
 * What functions cost a request, what their start costs, and what hostile ones cost their neighbours: {@code perigee bench functions}.
 *
 * <p>Start here: {@link io.perigee.benchmarks.functions.FunctionsBenchmark}.
 */
@NullMarked
package io.perigee.benchmarks.functions;

import org.jspecify.annotations.NullMarked;
