/** How well the memory tier chooses what it keeps. Start here: {@link io.perigee.benchmarks.hitratio.HitRatios}. */
@NullMarked
package io.perigee.benchmarks.hitratio;

import org.jspecify.annotations.NullMarked;
