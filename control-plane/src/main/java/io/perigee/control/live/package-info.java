/**
 * What the network looks like now, and looked like within the last half hour, for the dashboard. Start at {@link io.perigee.control.live.LiveNetwork}.
 */
@NullMarked
package io.perigee.control.live;

import org.jspecify.annotations.NullMarked;
