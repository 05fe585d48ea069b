package io.perigee.distribution.network;

import java.util.Map;

/**
 * What a node tells the control plane of a version's provisioned concurrency, among the numbers that it reports of itself.
 *
 * @param allocated environments that it is to keep initialised
 * @param available those of them that are
 * @param failing whether they end again and again before they have had a call
 */
public record ProvisionedGauges(int allocated, int available, boolean failing) {

    /** That of a node which has been told of none. */
    public static final ProvisionedGauges NONE = new ProvisionedGauges(0, 0, false);

    private static final String ALLOCATED = "provisioned_allocated ";
    private static final String AVAILABLE = "provisioned_available ";
    private static final String FAILING = "provisioned_failing ";

    /** Adds it to what a node reports. */
    public void put(Map<String, Double> gauges, String function, long version) {
        String id = function + ":" + version;
        gauges.put(ALLOCATED + id, (double) allocated);
        gauges.put(AVAILABLE + id, (double) available);
        gauges.put(FAILING + id, failing ? 1.0 : 0.0);
    }

    /** What a node has reported of that version. */
    public static ProvisionedGauges of(Map<String, Double> gauges, String function, long version) {
        String id = function + ":" + version;
        return new ProvisionedGauges(
                gauges.getOrDefault(ALLOCATED + id, 0.0).intValue(),
                gauges.getOrDefault(AVAILABLE + id, 0.0).intValue(),
                gauges.getOrDefault(FAILING + id, 0.0) > 0);
    }

    /** Of two nodes, or two versions, together. */
    public ProvisionedGauges plus(ProvisionedGauges other) {
        return new ProvisionedGauges(
                allocated + other.allocated, available + other.available, failing || other.failing);
    }
}
