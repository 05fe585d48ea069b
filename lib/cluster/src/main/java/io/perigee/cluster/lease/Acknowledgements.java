package io.perigee.cluster.lease;

import java.util.concurrent.CompletableFuture;

/** Which changes have reached every node that may serve from cache. Thread-safe. */
public interface Acknowledgements {

    /** Every entry up to this one is completed; never decreases while the process lives. */
    long completed();

    /** How far {@code sequence} has come, as of the last look (which is never older than a renewal interval). */
    Progress progress(long sequence);

    /**
     * Completes when {@link #completed()} reaches {@code sequence}, which takes one lease at most once the entry is
     * published, whatever nodes fail (longer only while a node that keeps renewing keeps lagging: see {@link Lease}).
     * Cancelled when the member closes. Cancelling the returned future has no effect on others.
     */
    CompletableFuture<Void> whenApplied(long sequence);
}
