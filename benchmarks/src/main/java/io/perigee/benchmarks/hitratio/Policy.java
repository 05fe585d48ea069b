package io.perigee.benchmarks.hitratio;

import io.perigee.benchmarks.cached.LocalCache.Count;

/** A way to choose what stays in a cache that is full. */
interface Policy {

    /** As the table's column says. */
    String name();

    /**
     * How many requests it would answer.
     *
     * @param capacity bytes
     * @param overhead bytes that each object takes beside its body
     */
    Count run(Workload workload, long capacity, int overhead);
}
