package io.perigee.demo.nemesis;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What happened in one run. All instants are nanoseconds of the one monotonic clock of the test's process, in which the
 * origin, the viewers and the operator are.
 *
 * @param edges the edges that viewers asked
 * @param paths the paths that they asked for
 */
record RecordedRun(
        List<Fetch> fetches,
        List<Delivery> deliveries,
        List<Invalidation> invalidations,
        List<Outage> outages,
        Set<String> edges,
        Set<String> paths) {

    RecordedRun {
        fetches = List.copyOf(fetches);
        deliveries = List.copyOf(deliveries);
        invalidations = List.copyOf(invalidations);
        outages = List.copyOf(outages);
    }

    /**
     * A request that reached the origin.
     *
     * @param id what the response is known by at viewers
     * @param version what the path's content was
     * @param at after the content was read, before anything was answered
     */
    record Fetch(long id, String path, long version, long at) {}

    /**
     * A response that a viewer got whole.
     *
     * @param startedAt before the request was sent
     * @param fetch the id of the fetch that it says it comes from
     * @param version of the content that it carries
     * @param hit whether the edge answered out of its own cache
     */
    record Delivery(String edge, String path, long startedAt, long endedAt, long fetch, long version, boolean hit) {}

    /**
     * An invalidation that the control plane acknowledged.
     *
     * @param id what the control plane calls it
     * @param paths exact, or below a prefix that ends with a star; those of a tag are the paths that carry it
     * @param sentAt before it was sent for the first time, and so before it was accepted
     * @param completedAt after it was read to be completed; empty if it never was
     * @param kept whether it was still completed when it was read again at the end
     */
    record Invalidation(String id, List<String> paths, long sentAt, OptionalLong completedAt, boolean kept) {

        boolean covers(String path) {
            return paths.stream().anyMatch(pattern -> RecordedRun.covers(pattern, path));
        }
    }

    /** A part of the network that was made to fail. */
    record Outage(String victim, String fault, long from, long to) {}

    /** Whether a path of an invalidation covers what is asked for. */
    static boolean covers(String pattern, String path) {
        return pattern.endsWith("*")
                ? path.startsWith(pattern.substring(0, pattern.length() - 1))
                : path.equals(pattern);
    }
}
