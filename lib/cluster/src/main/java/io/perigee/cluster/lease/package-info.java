/**
 * Leases and acknowledgements: which nodes may serve from cache, and which changes have reached all of those.
 *
 * <p>Start here: {@link io.perigee.cluster.lease.Lease} is a node's half of the rule, {@link
 * io.perigee.cluster.lease.LeaseLedger} the control plane's. Together they keep the promise that once a change counts
 * as completed, every node whose {@link io.perigee.cluster.lease.LogContact#kept()} is true has applied it. Both are
 * plain state machines: time is passed in and nothing here knows how records travel.
 */
@NullMarked
package io.perigee.cluster.lease;

import org.jspecify.annotations.NullMarked;
