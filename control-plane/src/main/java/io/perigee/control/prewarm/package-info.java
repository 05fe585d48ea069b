/**
 * Filling caches before viewers ask. Start here: {@link io.perigee.control.prewarm.Prewarms} has the jobs, {@link
 * io.perigee.control.prewarm.PrewarmJob} is one of them.
 */
@NullMarked
package io.perigee.control.prewarm;

import org.jspecify.annotations.NullMarked;
