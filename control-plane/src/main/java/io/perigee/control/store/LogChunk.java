package io.perigee.control.store;

/**
 * Lines that one version of a function has printed on one node.
 *
 * @param position orders a function's chunks; 0 before it is stored
 * @param storedAt when a control plane took it in, epoch milliseconds
 * @param lastAt when the last line was printed by the node's clock, epoch milliseconds
 * @param lines a JSON array of {@code {"at", "requestId", "text"}}
 */
public record LogChunk(
        long position,
        String function,
        long version,
        String region,
        String node,
        long storedAt,
        long lastAt,
        String lines) {

    /** What a chunk counts beside its lines. */
    private static final int OVERHEAD = 200;

    /** What it counts against the limit of its function. */
    public long characters() {
        return (long) lines.length() + OVERHEAD;
    }
}
