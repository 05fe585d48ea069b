/**
 * What nodes tell control planes of their traffic, once a second, and how it is summed up. Start at {@link
 * io.perigee.observability.traffic.TrafficCounts}, which counts, and {@link io.perigee.observability.traffic.Traffic}, which is what was counted.
 */
@NullMarked
package io.perigee.observability.traffic;

import org.jspecify.annotations.NullMarked;
