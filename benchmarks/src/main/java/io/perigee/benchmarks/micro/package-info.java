/**
 * Microbenchmarks of what a hit passes through, one class for each step, and of what a cached object takes. Start here: {@link
 * io.perigee.benchmarks.micro.Microbenchmarks}.
 */
@NullMarked
package io.perigee.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
