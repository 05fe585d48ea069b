package io.perigee.cluster.lease;

import java.time.Duration;

/**
 * The numbers of the lease, the same on every node of a network.
 *
 * @param length how long a renewal lets a node serve from cache, counted by the node from when it sent it
 * @param renewEvery how often a node renews; at most a third of {@code length}, so that one lost renewal costs nothing
 * @param margin how much longer than {@code length} the control plane, counting from receipt, waits for a silent node;
 *     at least a twentieth of {@code length}, which covers clocks that run up to 2 % apart
 */
public record LeaseTerms(Duration length, Duration renewEvery, Duration margin) {

    /** 10 s, renewed every 2 s, with 1 s of margin. */
    public static final LeaseTerms DEFAULT =
            new LeaseTerms(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(1));

    public LeaseTerms {
        if (length.isNegative() || length.isZero() || renewEvery.isNegative() || renewEvery.isZero()) {
            throw new IllegalArgumentException("length and renewEvery must be positive");
        }
        if (renewEvery.multipliedBy(3).compareTo(length) > 0) {
            throw new IllegalArgumentException(
                    "renewEvery must be at most a third of length, was " + renewEvery + " of " + length);
        }
        if (margin.multipliedBy(20).compareTo(length) < 0) {
            throw new IllegalArgumentException(
                    "margin must be at least a twentieth of length, was " + margin + " of " + length);
        }
    }

    /**
     * How often a control plane brings the head up to the database, and how often a node without a lease looks whether it
     * may have one. A node that renews sees the control plane's count go up by two from one renewal to the next.
     */
    public Duration contactEvery() {
        return renewEvery.dividedBy(4);
    }

    /** How long the control plane counts a node as live after it last heard of it. */
    public Duration silence() {
        return length.plus(margin);
    }
}
