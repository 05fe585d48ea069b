package io.perigee.benchmarks.hitratio;

import io.perigee.benchmarks.cached.LocalCache.Count;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares the memory tier's admission and eviction with LRU, and with what nobody can exceed, on the same requests. */
public final class HitRatios {

    private static final int ZIPF_REQUESTS = 400_000;
    private static final int ZIPF_OBJECTS = 100_000;
    private static final double ZIPF_EXPONENT = 0.9;

    /** Parts of the bytes that all objects have together. */
    private static final double[] CAPACITIES = {0.01, 0.1};

    private static final List<Policy> POLICIES = List.of(new Lru(), new MemoryTierPolicy(), new OfflineBound());

    /**
     * What one policy did.
     *
     * @param capacity bytes
     * @param part which part of all objects' bytes that is
     * @param requests part of the requests that were hits
     * @param bytes part of the bytes that were
     */
    public record Row(String workload, long capacity, double part, String policy, double requests, double bytes) {}

    private HitRatios() {}

    /**
     * Runs all workloads at all capacities.
     *
     * @param traces Caffeine's simulator, as a jar; null leaves the recorded traces out
     */
    public static List<Row> measure(@Nullable Path traces, Consumer<String> doing) throws IOException {
        List<Workload> workloads = new ArrayList<>();
        workloads.add(ZipfWorkload.of(ZIPF_REQUESTS, ZIPF_OBJECTS, ZIPF_EXPONENT));
        if (traces != null) {
            workloads.addAll(RecordedTraces.of(traces));
        }
        return measure(workloads, doing);
    }

    static List<Row> measure(List<Workload> workloads, Consumer<String> doing) {
        int overhead = MemoryTierPolicy.overhead();
        List<Row> rows = new ArrayList<>();
        for (Workload workload : workloads) {
            for (double part : CAPACITIES) {
                // A cache has to be of some size.
                long capacity = Math.max(1 << 20, (long) (workload.distinctBytes() * part));
                for (Policy policy : POLICIES) {
                    doing.accept(workload.name() + ", " + policy.name());
                    Count count = policy.run(workload, capacity, overhead);
                    rows.add(new Row(
                            workload.name(),
                            capacity,
                            part,
                            policy.name(),
                            count.hits() / (double) workload.count(),
                            count.hitBytes() / (double) workload.requestedBytes()));
                }
            }
        }
        return rows;
    }
}
