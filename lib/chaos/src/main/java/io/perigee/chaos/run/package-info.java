/** One run from start to report. Start here: {@link io.perigee.chaos.run.ChaosRun}. */
@NullMarked
package io.perigee.chaos.run;

import org.jspecify.annotations.NullMarked;
