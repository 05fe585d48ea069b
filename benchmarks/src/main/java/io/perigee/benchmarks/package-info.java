/**
 * How fast Perigee is, and against what. Start here: {@link io.perigee.benchmarks.peers.PeerComparison} is behind {@code perigee bench
 * peers}.
 */
@NullMarked
package io.perigee.benchmarks;

import org.jspecify.annotations.NullMarked;
