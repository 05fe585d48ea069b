package io.perigee.chaos.check;

import io.perigee.chaos.history.Event.Answered;
import io.perigee.chaos.history.Event.Faulted;
import io.perigee.chaos.history.Event.Fetched;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether nodes that do not reach the control plane go on, and know when they may not trust their caches any more. */
final class CutRegions {

    /** The slowest answers of the origin, and the time that they take on a busy machine. */
    private static final long SLOWEST_FETCH = 6 * Instants.SECOND;

    private CutRegions() {}

    static Verdict verdict(Recorded run, Failures failures) {
        List<String> findings = new ArrayList<>(failures.inCutRegions());
        int failed = findings.size();
        int cuts = 0;
        int served = 0;
        int revalidated = 0;
        for (Faulted cut : run.faults()) {
            if (!failures.isRegionCut(cut)) {
                continue;
            }
            cuts++;
            Set<String> regions = cut.nodes().stream().map(run::regionOf).collect(Collectors.toSet());
            int servedHere = 0;
            long lapsed = cut.done() + run.began().leaseNanos();
            for (Answered answer : run.answers()) {
                boolean within = answer.startedAt() > cut.done() && answer.endedAt() < cut.until();
                if (!within || answer.status() != 200 || !cut.nodes().contains(answer.edge())) {
                    continue;
                }
                servedHere++;
                Fetched fetch = run.fetches().get(answer.fetch());
                if (answer.startedAt() > lapsed + SLOWEST_FETCH && fetch != null) {
                    if (fetch.at() < lapsed) {
                        findings.add(answer.edge() + " answered " + answer.path() + " at "
                                + Instants.text(answer.startedAt()) + " without revalidation: fetched at "
                                + Instants.text(fetch.at()) + ", its lease had lapsed by " + Instants.text(lapsed));
                    } else {
                        revalidated++;
                    }
                }
            }
            if (servedHere == 0 && cut.nodes().stream().anyMatch(node -> node.startsWith("edge"))) {
                findings.add(regions + " served nothing while it was cut off from " + Instants.text(cut.done()) + " to "
                        + Instants.text(cut.until()));
            }
            served += servedHere;
        }
        return Verdict.of(
                NetworkPromise.REGION_CUT_OFF,
                cuts > 0,
                "served = %,d, of these revalidated after the lease = %,d, failed = %d, in %d cuts"
                        .formatted(served, revalidated, failed, cuts),
                findings);
    }
}
