package io.perigee.chaos.check;

import java.util.List;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param seed with which its schedule can be repeated
 * @param faults how many of each kind there were
 * @param notTried what the place could not do, and why
 */
public record RunReport(
        String scenario,
        long seed,
        String place,
        List<Verdict> verdicts,
        Map<String, Long> faults,
        List<String> notTried,
        Counts counts) {

    public RunReport {
        verdicts = List.copyOf(verdicts);
        notTried = List.copyOf(notTried);
    }

    /**
     * How much there was.
     *
     * @param answers that viewers got whole
     * @param hits of these, out of an edge's own cache
     * @param failed requests without a good answer, excused or not
     * @param interleavings requests that met an invalidation of their path while something was failing
     */
    public record Counts(
            long answers, long hits, long failed, long fetches, long invalidations, long changes, long interleavings) {}

    /** Whether no promise was broken. */
    public boolean isKept() {
        return verdicts.stream().noneMatch(each -> each.state() == Verdict.State.BROKEN);
    }
}
