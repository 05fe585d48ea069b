package io.perigee.functions.lambda;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a function may start environments. One whose initialisation failed, or whose environments end themselves call after call, gets
 * the next one only after a pause that doubles, and calls that would need one fail at once with the error of the last: starting a
 * process costs the node far more than answering does. After a pause one is tried: no other starts until it has answered or ended. And no more than a few start at a time, since they
 * would only take the processors from each other. Not for use by several threads at a time.
 */
final class Starts {
    /** Environments in a row that may end themselves before there is a pause: calls fail for reasons of their own. */
    private static final int FREE = 3;

    /** What fails before its first call fails for every call: it begins with the third pause. */
    private static final int SKIPPED_BY_INITIALISATION = 2;

    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final int most;
    private int starting;
    private int ended;
    private @Nullable Answer error;
    private long until;

    /** @param most that start at a time, from 1 */
    Starts(int most) {
        this.most = most;
    }

    /** What calls that need a new environment fail with now; null where one may be started. */
    @Nullable
    Answer error(long now) {
        return error != null && now - until < 0 ? error : null;
    }

    boolean hasRoom() {
        return starting < (isTrying() ? 1 : most);
    }

    /** Whether what starts keeps its place until it has answered or ended, and not only until it has been initialised. */
    boolean isTrying() {
        return ended > FREE;
    }

    /** Takes a place to start an environment in, if there is one. */
    boolean begin() {
        if (!hasRoom()) {
            return false;
        }
        starting++;
        return true;
    }

    /** One of them needs its place no more. */
    void done() {
        starting--;
    }

    /** A handler has answered, be it with an error: its process lives. */
    void answered() {
        ended = 0;
    }

    /** An environment's initialisation has failed. */
    void notInitialised(Answer answer, long now) {
        ended = Math.max(ended, FREE + SKIPPED_BY_INITIALISATION);
        endedItself(answer, now);
    }

    /** An environment has ended, or had to be ended, in the middle of a call. */
    void endedItself(Answer answer, long now) {
        if (error(now) != null) {
            // It was started before, as those were that there is a pause for.
            return;
        }
        ended++;
        if (isTrying()) {
            int doublings = Math.min(ended - FREE - 1, 10);
            Duration pause = SHORTEST.multipliedBy(1L << doublings);
            error = answer;
            until = now + (pause.compareTo(LONGEST) < 0 ? pause : LONGEST).toNanos();
        }
    }
}
