/**
 * What a network of processes takes its time for: misses, and changes on their way to the nodes. Start here:
 * {@link io.perigee.benchmarks.network.NetworkBenchmark}.
 */
@NullMarked
package io.perigee.benchmarks.network;

import org.jspecify.annotations.NullMarked;
