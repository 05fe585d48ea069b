package io.perigee.cluster.lease;

/**
 * What a request asks about the node's contact with the change log. Both methods are for the hot path: no locks, no
 * allocation, callable from any thread.
 */
public interface LogContact {

    /**
     * The last entry that every serving thread of this node has applied; 0 before the first. An object whose origin
     * fetch starts now carries this number.
     */
    long applied();

    /**
     * Whether the node may serve from cache without revalidating. Ask after the cache lookup, as late as possible
     * before the answer is decided: the clock is read on every call, so that a process that was paused notices by
     * itself. Costs one volatile read and one reading of the monotonic clock.
     */
    boolean kept();
}
