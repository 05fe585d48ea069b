/**
 * What a control plane tells Prometheus.
 *
 * <p>Start here: {@link io.perigee.control.meters.ClusterMeters} says how the network is, {@link
 * io.perigee.control.meters.InvocationMeters} what waits, {@link io.perigee.control.meters.ApiMeters} what is asked.
 */
@NullMarked
package io.perigee.control.meters;

import org.jspecify.annotations.NullMarked;
