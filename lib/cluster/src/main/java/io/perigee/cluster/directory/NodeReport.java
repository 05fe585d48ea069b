package io.perigee.cluster.directory;

import java.util.Map;

/**
 * What a node reports with every renewal interval, for operators to see.
 *
 * @param applied the last log entry it has applied
 * @param leaseKept whether it may serve from cache
 * @param gauges a few numbers by name, such as {@code requests_per_second}
 */
public record NodeReport(long applied, boolean leaseKept, Map<String, Double> gauges) {

    public NodeReport {
        gauges = Map.copyOf(gauges);
    }
}
