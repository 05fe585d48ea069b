package io.perigee.observability.traffic;

import io.perigee.observability.Outcome;
import io.perigee.observability.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what ends on a node by distribution. Counting is free of locks and, for what was counted before, of garbage. Counts are exact but for those of
 * paths, of which a node knows only those asked for most.
 */
public final class TrafficCounts {

    /** More distributions than this are counted together with requests to unknown hosts. */
    private static final int MOST_DISTRIBUTIONS = 10_000;

    private static final String OTHERS = "";

    private final Map<String, DistributionCounts> distributions = new ConcurrentHashMap<>();
    private final DistributionCounts others = new DistributionCounts();

    public TrafficCounts() {
        distributions.put(OTHERS, others);
    }

    /**
     * A request has ended.
     *
     * @param distribution its id, null when the host is unknown
     * @param country of the viewer, null when it is not known
     * @param path undecoded, without the query; null when it is not to be counted
     * @param status as sent, 0 if none was
     * @param bytes head and body of the response
     * @param nanos from the request's first byte to the response's last
     */
    public void ended(
            @Nullable String distribution,
            @Nullable String country,
            @Nullable String path,
            Outcome outcome,
            Reason reason,
            int status,
            long bytes,
            long nanos) {
        DistributionCounts counts = counts(distribution);
        counts.ended(outcome, reason, status, bytes, nanos);
        if (country != null) {
            counts.from(country);
        }
        if (path != null) {
            counts.of(path);
        }
    }

    private DistributionCounts counts(@Nullable String distribution) {
        if (distribution == null) {
            return others;
        }
        DistributionCounts counts = distributions.get(distribution);
        if (counts != null) {
            return counts;
        }
        return distributions.size() > MOST_DISTRIBUTIONS
                ? others
                : distributions.computeIfAbsent(distribution, first -> new DistributionCounts());
    }

    /** What has ended since this was asked last, without distributions that nothing was asked of. To be asked by one thread. */
    public Map<String, Traffic> sinceBefore() {
        Map<String, Traffic> traffic = new HashMap<>();
        distributions.forEach((id, counts) -> {
            Traffic since = counts.sinceBefore();
            if (!since.isNone()) {
                traffic.put(id, since);
            }
        });
        return traffic;
    }
}
