package io.perigee.benchmarks.hitratio;

import io.perigee.benchmarks.cached.LocalCache;
import io.perigee.benchmarks.cached.LocalCache.Count;
import io.perigee.cache.CacheSettings;

/** The edge's memory tier itself, with its bodies: requests go through the whole cache. */
final class MemoryTierPolicy implements Policy {

    @Override
    public String name() {
        return "Perigee";
    }

    @Override
    public Count run(Workload workload, long capacity, int overhead) {
        try (LocalCache cache = new LocalCache(CacheSettings.ofMemory(capacity))) {
            return cache.send(workload);
        }
    }

    /** What the tier says that one object takes beside its body. */
    static int overhead() {
        int bytes = 1000;
        Workload one = new Workload("one", new int[] {0}, new int[] {bytes});
        try (LocalCache cache = new LocalCache(CacheSettings.ofMemory(1 << 20))) {
            cache.send(one);
            return (int) (cache.tier().counters().storedBytes() - bytes);
        }
    }
}
