package io.perigee.cluster.promise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** Virtual time: events in order of their time, and programs that may stand still at any reading of their clock. */
final class World {

    private record Event(long at, long order, Runnable action) {}

    final Random random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final Runnable check;
    private long now;
    private long scheduled;
    private int depth;
    private boolean calm;
    private boolean checking;

    World(long seed, Runnable check) {
        this.random = new Random(seed);
        this.check = check;
    }

    long now() {
        return now;
    }

    /** From now on nothing stands still, gets lost or is slow. */
    void calmDown() {
        calm = true;
    }

    boolean chance(double probability) {
        return !calm && random.nextDouble() < probability;
    }

    long between(long least, long most) {
        return least + (long) (random.nextDouble() * (most - least));
    }

    void at(long time, Runnable action) {
        events.add(new Event(Math.max(time, now), scheduled++, action));
    }

    void runUntil(long end) {
        depth++;
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event event = events.remove();
            now = Math.max(now, event.at());
            event.action().run();
            check();
        }
        now = Math.max(now, end);
        check();
        depth--;
    }

    private void check() {
        checking = true;
        check.run();
        checking = false;
    }

    /** A program on a machine: its clock runs at its own rate, and it does nothing while it stands still or after it was killed. */
    final class Program {
        private final double rate = 0.99 + random.nextDouble() * 0.02;
        private final long origin = random.nextLong();
        private long stillUntil;
        private boolean dead;
        private boolean inTheMiddle;
        private final List<Runnable> deferred = new ArrayList<>();

        void kill() {
            dead = true;
        }

        boolean dead() {
            return dead;
        }

        void standStill(long duration) {
            stillUntil = Math.max(stillUntil, now + duration);
        }

        /** The monotonic clock. The program may be stopped just before or just after it is read. */
        long nanos() {
            maybeStop();
            long value = origin + (long) (now * rate);
            maybeStop();
            return value;
        }

        private void maybeStop() {
            if (!checking && !inTheMiddle && depth < 4 && chance(0.002)) {
                stop(between(1, Times.seconds(15)));
            }
        }

        /** Everything else goes on for {@code duration} while this program stands in the middle of what it does. */
        private void stop(long duration) {
            inTheMiddle = true;
            runUntil(now + duration);
            inTheMiddle = false;
            deferred.forEach(action -> at(now, () -> run(action)));
            deferred.clear();
        }

        /** Runs {@code action} in this program after {@code delay}, later if it stands still, never if it is dead. */
        void after(long delay, Runnable action) {
            at(now + delay, () -> run(action));
        }

        private void run(Runnable action) {
            if (dead) {
                return;
            }
            if (inTheMiddle) {
                deferred.add(action);
            } else if (now < stillUntil) {
                at(stillUntil, () -> run(action));
            } else {
                action.run();
            }
        }
    }
}
