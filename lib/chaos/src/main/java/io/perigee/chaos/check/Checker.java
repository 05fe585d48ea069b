package io.perigee.chaos.check;

import io.perigee.chaos.history.Event;
import io.perigee.chaos.history.Event.Answered;
import io.perigee.chaos.history.Event.Faulted;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Judges a history, of a run that has just ended or of one that was kept in a file. A pure function of it. */
public final class Checker {

    private Checker() {}

    /** All promises, each with what the history says about it. */
    public static RunReport check(List<Event> events) {
        Recorded run = Recorded.of(events);
        Failures failures = new Failures(run);
        List<Verdict> verdicts = List.of(
                Freshness.fresh(run),
                Lasting.nothingLost(run),
                Lasting.agreement(run),
                failures.lossOfANode(),
                failures.controlPlaneAway(),
                CutRegions.verdict(run, failures),
                Freshness.bodies(run),
                failures.planned());
        return new RunReport(
                run.began().scenario(),
                run.began().seed(),
                run.began().place(),
                verdicts,
                run.faults().stream()
                        .collect(Collectors.groupingBy(Faulted::fault, TreeMap::new, Collectors.counting())),
                run.notTried().stream()
                        .map(each -> each.fault() + ": " + each.why())
                        .distinct()
                        .toList(),
                new RunReport.Counts(
                        run.answers().size(),
                        run.answers().stream().filter(Answered::hit).count(),
                        run.failures().size()
                                + run.answers().stream()
                                        .filter(each -> each.status() != 200)
                                        .count(),
                        run.fetches().size(),
                        run.invalidations().size(),
                        run.changes().size(),
                        Interleavings.count(run)));
    }
}
