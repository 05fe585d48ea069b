/**
 * One vocabulary for how a request ended, and what is made of it: response headers, access log, metrics.
 *
 * <p>Start here: {@link io.perigee.observability.Outcome} says what the viewer got, {@link io.perigee.observability.Reason}
 * why. A node ends every request with one of each and gives them to {@link io.perigee.observability.RequestMetrics} and, as
 * a {@link io.perigee.observability.RequestRecord}, to {@link io.perigee.observability.AccessLog}, behind which one thread writes it to each
 * {@link io.perigee.observability.LogSink}: a file, buckets, or real-time logs.
 */
@NullMarked
package io.perigee.observability;

import org.jspecify.annotations.NullMarked;
