/** The comparison with other caches. Start here: {@link io.perigee.benchmarks.peers.PeerComparison}. */
@NullMarked
package io.perigee.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
