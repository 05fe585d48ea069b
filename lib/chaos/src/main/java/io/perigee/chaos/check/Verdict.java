package io.perigee.chaos.check;

import java.util.List;

/**
 * What a run says about one promise.
 *
 * @param measured the number that is measured, in words, such as "violations = 0"
 * @param findings what broke it, each in a line; the first ones if there are many
 */
public record Verdict(NetworkPromise promise, State state, String measured, List<String> findings) {

    /** How it stands. */
    public enum State {
        KEPT,
        BROKEN,
        /** Nothing happened in the run that puts it to the test. */
        NOT_TRIED
    }

    /** How many findings are named. */
    static final int NAMED = 20;

    public Verdict {
        findings = List.copyOf(findings);
    }

    static Verdict of(NetworkPromise promise, boolean tried, String measured, List<String> findings) {
        State state = !findings.isEmpty() ? State.BROKEN : tried ? State.KEPT : State.NOT_TRIED;
        return new Verdict(
                promise, state, measured, findings.stream().limit(NAMED).toList());
    }
}
