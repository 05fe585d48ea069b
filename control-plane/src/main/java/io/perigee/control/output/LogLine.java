package io.perigee.control.output;

/**
 * A line that a function has printed.
 *
 * @param at by the node's clock, epoch milliseconds
 * @param requestId empty for what was printed outside of a call
 */
public record LogLine(long at, long version, String region, String node, String requestId, String text) {}
