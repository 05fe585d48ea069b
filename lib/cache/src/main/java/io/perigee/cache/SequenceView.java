package io.perigee.cache;

/**
 * How far this node has followed the change log. The cache reads it on every request, so both methods must be cheap, must not
 * block and may be called from any thread.
 */
public interface SequenceView {
    /**
     * The newest sequence that this node has applied; never falls. Contract: every invalidation up to it has been given to
     * {@link InvalidationMarks} <em>before</em> this method returns it.
     */
    long applied();

    /**
     * Whether the node can vouch that it knows every invalidation that was reported as completed. While it cannot (it lost the log
     * for longer than its lease), nothing is answered from the cache or from another request's fetch without asking upstream.
     */
    boolean logKept();

    /** For a node that follows no log: its own invalidations, if any, take effect when they are made. */
    static SequenceView standAlone() {
        return new SequenceView() {
            @Override
            public long applied() {
                return 0;
            }

            @Override
            public boolean logKept() {
                return true;
            }
        };
    }
}
