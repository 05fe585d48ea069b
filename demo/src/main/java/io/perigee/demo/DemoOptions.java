package io.perigee.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a demo network is like.
 *
 * @param regions its regions, at least one, each once
 * @param edgesPerRegion 1 to 20
 * @param ports where it listens, always on the loopback address
 * @param data the folder for all that it keeps; empty: a temporary one that is deleted when it stops
 * @param latency whether answers take as long as the distances between viewers, nodes and the origin (in Ashburn) would make
 *     them take
 */
public record DemoOptions(
        List<DemoRegion> regions, int edgesPerRegion, DemoPorts ports, Optional<Path> data, boolean latency) {

    /** The most edges that a region can have. */
    public static final int MAX_EDGES_PER_REGION = 20;

    /** @throws IllegalArgumentException naming the value that is out of its range */
    public DemoOptions {
        regions = List.copyOf(regions);
        if (regions.isEmpty() || regions.stream().distinct().count() != regions.size()) {
            throw new IllegalArgumentException("regions " + regions + ": expected at least one, each once");
        }
        if (edgesPerRegion < 1 || edgesPerRegion > MAX_EDGES_PER_REGION) {
            throw new IllegalArgumentException(
                    "edges per region " + edgesPerRegion + ": expected 1 to " + MAX_EDGES_PER_REGION);
        }
    }

    /** Three regions of two edges on the default ports, nothing kept, no delays. */
    public static DemoOptions standard() {
        return new DemoOptions(DemoRegion.DEFAULT, 2, new DemoPorts(DemoPorts.DEFAULT_BASE), Optional.empty(), false);
    }

    public DemoOptions withRegions(List<DemoRegion> others) {
        return new DemoOptions(others, edgesPerRegion, ports, data, latency);
    }

    public DemoOptions withEdgesPerRegion(int count) {
        return new DemoOptions(regions, count, ports, data, latency);
    }

    public DemoOptions withPorts(DemoPorts others) {
        return new DemoOptions(regions, edgesPerRegion, others, data, latency);
    }

    public DemoOptions withData(Path folder) {
        return new DemoOptions(regions, edgesPerRegion, ports, Optional.of(folder), latency);
    }

    public DemoOptions withLatency(boolean on) {
        return new DemoOptions(regions, edgesPerRegion, ports, data, on);
    }
}
