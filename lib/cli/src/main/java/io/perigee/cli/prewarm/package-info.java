/** {@code perigee prewarm}. Start here: {@link io.perigee.cli.prewarm.PrewarmCommand}. */
@NullMarked
package io.perigee.cli.prewarm;

import org.jspecify.annotations.NullMarked;
