package io.perigee.cluster.lease;

/**
 * One renewal that a node sends.
 *
 * @param record what is written
 * @param sentAt the node's monotonic clock before it was sent, nanoseconds
 * @param generation which of the node's logs it belongs to; a renewal that crosses a change of log counts for nothing
 */
public record Renewal(LeaseRecord record, long sentAt, int generation) {}
