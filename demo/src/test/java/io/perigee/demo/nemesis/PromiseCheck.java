package io.perigee.demo.nemesis;

import io.perigee.demo.nemesis.RecordedRun.Delivery;
import io.perigee.demo.nemesis.RecordedRun.Fetch;
import io.perigee.demo.nemesis.RecordedRun.Invalidation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Judges a recorded run: whether the promise was kept, and whether the network came back to life.
 *
 * <p>The instants err on the safe side, so that what is found was wrong whatever the clocks of threads did: a fetch counts
 * as older than an invalidation only if the origin had read its content before the invalidation was first <em>sent</em>; a
 * request counts as later than its completion only if it began after an answer that said "Completed" had been
 * <em>read</em>.
 */
final class PromiseCheck {

    private PromiseCheck() {}

    /** What is wrong with a run. */
    sealed interface Violation {

        /** A response that was fetched before an invalidation was accepted, to a request made after it had completed. */
        record Stale(Delivery delivery, Fetch fetch, Invalidation invalidation) implements Violation {}

        /** A response whose content is not what the fetch that it names had got. */
        record ForeignContent(Delivery delivery, Fetch fetch) implements Violation {}

        /** A response that names a fetch that never was. */
        record UnknownFetch(Delivery delivery) implements Violation {}

        /** An invalidation that was acknowledged and did not complete. */
        record NeverCompleted(Invalidation invalidation) implements Violation {}

        /** An invalidation that was completed and then was not any more. */
        record Forgotten(Invalidation invalidation) implements Violation {}

        /** An edge that gave no answer for a path after the last invalidation had completed. */
        record NotServed(String edge, String path) implements Violation {}
    }

    static List<Violation> violations(RecordedRun run) {
        List<Violation> found = new ArrayList<>();
        Map<Long, Fetch> fetches = new HashMap<>();
        run.fetches().forEach(fetch -> fetches.put(fetch.id(), fetch));
        Map<String, NavigableMap<Long, Invalidation>> strictest = new HashMap<>();
        for (Delivery delivery : run.deliveries()) {
            Fetch fetch = fetches.get(delivery.fetch());
            if (fetch == null) {
                found.add(new Violation.UnknownFetch(delivery));
                continue;
            }
            if (!fetch.path().equals(delivery.path()) || fetch.version() != delivery.version()) {
                found.add(new Violation.ForeignContent(delivery, fetch));
            }
            var completed = strictest
                    .computeIfAbsent(delivery.path(), path -> strictestByCompletion(run.invalidations(), path))
                    .lowerEntry(delivery.startedAt());
            if (completed != null && fetch.at() < completed.getValue().sentAt()) {
                found.add(new Violation.Stale(delivery, fetch, completed.getValue()));
            }
        }
        for (Invalidation invalidation : run.invalidations()) {
            if (invalidation.completedAt().isEmpty()) {
                found.add(new Violation.NeverCompleted(invalidation));
            } else if (!invalidation.kept()) {
                found.add(new Violation.Forgotten(invalidation));
            }
        }
        found.addAll(notServed(run));
        return found;
    }

    /** By the instant of completion: of all invalidations of the path that had completed by then, the one sent last. */
    private static NavigableMap<Long, Invalidation> strictestByCompletion(
            List<Invalidation> invalidations, String path) {
        TreeMap<Long, Invalidation> strictest = new TreeMap<>();
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

    private static List<Violation> notServed(RecordedRun run) {
        long last = run.invalidations().stream()
                .flatMapToLong(each -> each.completedAt().stream())
                .max()
                .orElse(Long.MIN_VALUE);
        Set<List<String>> served = new HashSet<>();
        run.deliveries().stream()
                .filter(delivery -> delivery.startedAt() > last)
                .forEach(delivery -> served.add(List.of(delivery.edge(), delivery.path())));
        List<Violation> missing = new ArrayList<>();
        for (String edge : run.edges()) {
            for (String path : run.paths()) {
                if (!served.contains(List.of(edge, path))) {
                    missing.add(new Violation.NotServed(edge, path));
                }
            }
        }
        return missing;
    }
}
