/** The load generator. Start here: {@link io.perigee.benchmarks.load.Wrk}. */
@NullMarked
package io.perigee.benchmarks.load;

import org.jspecify.annotations.NullMarked;
