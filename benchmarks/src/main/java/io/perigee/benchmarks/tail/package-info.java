/** Hits of an edge that is busy with other things as well. Start here: {@link io.perigee.benchmarks.tail.TailBenchmark}. */
@NullMarked
package io.perigee.benchmarks.tail;

import org.jspecify.annotations.NullMarked;
