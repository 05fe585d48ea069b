package io.perigee.delivery.promise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What happened in one run, by the number of the step, and the check of the promise over it. */
final class History {

    /** An invalidation of one path, of all paths below a prefix that ends with a star, or of the tag behind a #. */
    record Invalidation(long sequence, String path, boolean soft, int acceptedAt) {
        boolean covers(String requested) {
            if (path.startsWith("#")) {
                return requested.equals("/img/" + path.substring(1))
                        || (path.equals("#img") && requested.startsWith("/img/"));
            }
            return path.endsWith("*")
                    ? requested.startsWith(path.substring(0, path.length() - 1))
                    : requested.equals(path);
        }
    }

    /** A response that a viewer got; {@code fresh} unless it was served stale, and said to be. */
    record Delivered(String edge, String path, int requestedAt, int deliveredAt, String fetch, boolean fresh) {}

    private final List<Invalidation> invalidations = new ArrayList<>();
    private final Map<Long, Integer> completedAt = new HashMap<>();
    private final Map<String, Integer> fetchStartedAt = new HashMap<>();
    private final List<Delivered> delivered = new ArrayList<>();

    void accepted(Invalidation invalidation) {
        invalidations.add(invalidation);
    }

    void completed(long sequence, int step) {
        completedAt.putIfAbsent(sequence, step);
    }

    void fetchStarted(String fetch, int step) {
        fetchStartedAt.put(fetch, step);
    }

    void delivered(Delivered response) {
        delivered.add(response);
    }

    int deliveries() {
        return delivered.size();
    }

    int fetches() {
        return fetchStartedAt.size();
    }

    int completions() {
        return completedAt.size();
    }

    /**
     * Responses to requests made after a covering invalidation had completed, but fetched before it was accepted; for a soft one, those that were
     * served as fresh.
     */
    List<String> violations() {
        List<String> violations = new ArrayList<>();
        for (Delivered response : delivered) {
            int fetched = fetchStartedAt.get(response.fetch());
            for (Invalidation invalidation : invalidations) {
                Integer completed = completedAt.get(invalidation.sequence());
                if (completed != null
                        && response.requestedAt() > completed
                        && fetched < invalidation.acceptedAt()
                        && invalidation.covers(response.path())
                        && (response.fresh() || !invalidation.soft())) {
                    violations.add(response + " was fetched at step " + fetched + ", before " + invalidation
                            + ", completed at step " + completed);
                }
            }
        }
        return violations;
    }
}
