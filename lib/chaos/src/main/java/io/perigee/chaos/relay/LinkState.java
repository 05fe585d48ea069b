package io.perigee.chaos.relay;

import io.perigee.chaos.place.Link.Direction;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/** How well a relay carries bytes at the moment. Thread-safe. */
final class LinkState {

    /** How long TCP waits at least before it sends again what was lost (RFC 6298 has 1 s; Linux takes 200 ms). */
    private static final long RESEND_NANOS = Duration.ofMillis(200).toNanos();

    private final Set<Direction> stalled = EnumSet.noneOf(Direction.class);
    private final Random random;
    private Duration delay = Duration.ZERO;
    private double loss;
    private Answers answers = Answers.WHOLE;

    /** What becomes of the bytes that go back. */
    enum Answers {
        /** They arrive as they are. */
        WHOLE,
        /** The connection breaks just before the end of a piece. */
        BROKEN_OFF,
        /** Others arrive instead, and the connection ends. */
        GARBAGE
    }

    LinkState(long seed) {
        this.random = new Random(seed);
    }

    synchronized void stall(Set<Direction> directions) {
        stalled.addAll(directions);
    }

    synchronized void delay(Duration by) {
        delay = by;
    }

    synchronized void lose(double share) {
        loss = share;
    }

    synchronized void answers(Answers now) {
        answers = now;
    }

    synchronized Answers answers() {
        return answers;
    }

    /** Carries all bytes at once again; what was stalled goes on. */
    synchronized void heal() {
        stalled.clear();
        delay = Duration.ZERO;
        loss = 0;
        answers = Answers.WHOLE;
        notifyAll();
    }

    /** Waits for as long as nothing goes through in that direction. */
    synchronized void awaitFlow(Direction direction) throws InterruptedException {
        while (stalled.contains(direction)) {
            wait();
        }
    }

    /** How long a piece of a stream takes that arrives now: what is lost comes once more, when its sender has noticed. */
    synchronized long nanosUnderWay() {
        long nanos = delay.toNanos();
        while (loss > 0 && random.nextDouble() < loss) {
            nanos += RESEND_NANOS + 2 * delay.toNanos();
        }
        return nanos;
    }
}
