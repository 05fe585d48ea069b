package io.perigee.control.store;

/**
 * An accepted invalidation.
 *
 * @param id unique
 * @param distributionId whose objects it covers
 * @param callerReference the caller's own name for it; the same one again is the same invalidation
 * @param paths JSON array of paths
 * @param tags JSON array of cache tags
 * @param soft whether what it covers becomes stale rather than gone
 * @param sequence its log entry
 * @param acceptedAt epoch milliseconds
 */
public record StoredInvalidation(
        String id,
        String distributionId,
        String callerReference,
        String paths,
        String tags,
        boolean soft,
        long sequence,
        long acceptedAt) {}
