/**
 * The network's nodes as one cluster, on Hazelcast: membership, the change log's transport, acknowledgements and the
 * directory of nodes. The only module that names Hazelcast, and only in this package.
 *
 * <p>Start here: {@link io.perigee.cluster.ControlMember} is a control plane's place in the cluster, {@link
 * io.perigee.cluster.ClusterClient} every other node's. What they promise is decided in the packages below, which are
 * plain state machines: {@code lease} (the rule of who may serve from cache and what counts as completed), {@code log}
 * (applying entries in order), {@code directory} and {@code ring}.
 */
@NullMarked
package io.perigee.cluster;

import org.jspecify.annotations.NullMarked;
