package io.perigee.control.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ticks of the last half hour: those of the last minutes one by one, older ones summed up by five. Of a network that is so large that they would
 * take more than about 100 MB the oldest are forgotten earlier. Thread-safe.
 */
final class History {

    static final Duration LENGTH = Duration.ofMinutes(30);

    private static final int RECENT = 60;
    private static final int SUMMED = 5;

    /** Summaries of traffic that are kept: each takes about 1 KB. */
    private static final int MOST_PARTS = 100_000;

    // Guarded by this.
    private final Deque<Tick> recent = new ArrayDeque<>();
    private final Deque<Tick> older = new ArrayDeque<>();
    private int parts;

    synchronized void add(Tick tick) {
        recent.addLast(tick);
        parts += tick.parts();
        if (recent.size() >= RECENT + SUMMED) {
            List<Tick> oldest = new ArrayList<>();
            for (int i = 0; i < SUMMED; i++) {
                oldest.add(recent.removeFirst());
            }
            Tick sum = Tick.sum(oldest);
            parts += sum.parts() - oldest.stream().mapToInt(Tick::parts).sum();
            older.addLast(sum);
        }
        Instant first = tick.at().minus(LENGTH);
        while (!older.isEmpty() && (older.getFirst().at().isBefore(first) || parts > MOST_PARTS)) {
            parts -= older.removeFirst().parts();
        }
        while (recent.size() > 1 && parts > MOST_PARTS) {
            parts -= recent.removeFirst().parts();
        }
    }

    /** Those that ended after {@code from} and not after {@code to}, the oldest first. */
    synchronized List<Tick> between(Instant from, Instant to) {
        return Stream.concat(older.stream(), recent.stream())
                .filter(tick -> tick.at().isAfter(from) && !tick.at().isAfter(to))
                .toList();
    }

    synchronized Optional<Tick> last() {
        return Optional.ofNullable(recent.peekLast());
    }
}
