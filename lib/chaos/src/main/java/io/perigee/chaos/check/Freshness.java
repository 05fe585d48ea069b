package io.perigee.chaos.check;

import io.perigee.chaos.history.Event.Answered;
import io.perigee.chaos.history.Event.Fetched;
import io.perigee.chaos.history.Event.Invalidated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Whether anything was delivered that an invalidation had made go away, and whether every body is what it says.
 *
 * <p>The instants err on the safe side, so that what is found was wrong whatever the clocks of threads did: a fetch counts
 * as older than an invalidation only if the origin had read its content before the invalidation was first <em>sent</em>; a
 * request counts as later than its completion only if it began after an answer that said "Completed" had been
 * <em>read</em>.
 */
final class Freshness {

    private Freshness() {}

    static Verdict fresh(Recorded run) {
        Map<String, NavigableMap<Long, Invalidated>> strictest = new HashMap<>();
        List<String> findings = new ArrayList<>();
        int stale = 0;
        boolean tried = false;
        for (Answered answer : run.answers()) {
            Fetched fetch = run.fetches().get(answer.fetch());
            if (fetch == null) {
                continue;
            }
            var completed = strictest
                    .computeIfAbsent(answer.path(), path -> strictestByCompletion(run.invalidations(), path))
                    .lowerEntry(answer.startedAt());
            tried |= completed != null;
            if (completed != null && fetch.at() < completed.getValue().sentAt()) {
                stale++;
                findings.add(answer.edge() + " answered " + answer.path() + " at " + Instants.text(answer.startedAt())
                        + " with what was fetched at " + Instants.text(fetch.at()) + "; "
                        + completed.getValue().id() + " was sent at "
                        + Instants.text(completed.getValue().sentAt()) + " and completed at "
                        + Instants.text(completed.getKey()));
            }
        }
        return Verdict.of(
                NetworkPromise.FRESH,
                tried,
                "violations = %d of %,d answers".formatted(stale, run.answers().size()),
                findings);
    }

    /** By the instant of completion: of all invalidations of the path that had completed by then, the one sent last. */
    private static NavigableMap<Long, Invalidated> strictestByCompletion(List<Invalidated> invalidations, String path) {
        TreeMap<Long, Invalidated> strictest = new TreeMap<>();
        invalidations.stream()
                .filter(each -> each.completedAt().isPresent() && each.covers(path))
                .sorted(Comparator.comparingLong(each -> each.completedAt().getAsLong()))
                .forEach(each -> {
                    boolean sentLater = strictest.isEmpty()
                            || each.sentAt() > strictest.lastEntry().getValue().sentAt();
                    if (sentLater) {
                        strictest.put(each.completedAt().getAsLong(), each);
                    }
                });
        return strictest;
    }

    /** A good answer names a fetch of its path, and carries the version that this fetch got. */
    static Verdict bodies(Recorded run) {
        List<String> findings = new ArrayList<>();
        int good = 0;
        for (Answered answer : run.answers()) {
            if (answer.status() != 200) {
                continue;
            }
            good++;
            Fetched fetch = run.fetches().get(answer.fetch());
            String wrong = "";
            if (answer.version() < 0) {
                wrong = "a body that is no version of it";
            } else if (fetch == null) {
                wrong = "fetch " + answer.fetch() + ", which never was";
            } else if (!fetch.path().equals(answer.path()) || fetch.version() != answer.version()) {
                wrong = "version " + answer.version() + ", but fetch " + fetch.id() + " got version " + fetch.version()
                        + " of " + fetch.path();
            }
            if (!wrong.isEmpty()) {
                findings.add(answer.edge() + " answered " + answer.path() + " at " + Instants.text(answer.startedAt())
                        + " with " + wrong);
            }
        }
        return Verdict.of(
                NetworkPromise.BODIES,
                good > 0,
                "wrong or mixed = %d of %,d".formatted(findings.size(), good),
                findings);
    }
}
