package io.perigee.cluster.lease;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalLong;

/** How old a head is at most that a node reads: concluded from the control planes' counts in the heads that it read before. */
final class Freshness {

    /** Heads that differ in their counts; enough for several control planes that count several times a second. */
    private static final int REMEMBERED = 64;

    /** @param sentAt the node's clock before it asked: at that moment the counts were these, or lower */
    private record Reading(Map<String, Long> counts, long sentAt) {}

    private final Deque<Reading> readings = new ArrayDeque<>();

    /**
     * A head was read.
     *
     * @return a moment of the node's clock before which nothing was committed that this head does not cover; empty if none
     *     is known
     */
    OptionalLong read(LogHead head, long sentAt) {
        OptionalLong covered = OptionalLong.empty();
        for (Reading earlier : readings) {
            boolean later = covered.isEmpty() || earlier.sentAt() - covered.getAsLong() > 0;
            if (later && twiceCounted(earlier.counts(), head.counts())) {
                covered = OptionalLong.of(earlier.sentAt());
            }
        }
        remember(new Reading(head.counts(), sentAt));
        return covered;
    }

    void forget() {
        readings.clear();
    }

    private static boolean twiceCounted(Map<String, Long> before, Map<String, Long> now) {
        return now.entrySet().stream().anyMatch(plane -> {
            Long counted = before.get(plane.getKey());
            return counted != null && plane.getValue() >= counted + 2;
        });
    }

    private void remember(Reading reading) {
        Reading last = readings.peekLast();
        if (last != null && last.counts().equals(reading.counts())) {
            if (reading.sentAt() - last.sentAt() <= 0) {
                return;
            }
            readings.removeLast();
        }
        readings.addLast(reading);
        if (readings.size() > REMEMBERED) {
            readings.removeFirst();
        }
    }
}
