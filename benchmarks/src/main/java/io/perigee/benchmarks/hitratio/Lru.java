package io.perigee.benchmarks.hitratio;

import io.perigee.benchmarks.cached.LocalCache.Count;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Everything is admitted; what was not asked for the longest goes first. */
final class Lru implements Policy {

    @Override
    public String name() {
        return "LRU";
    }

    @Override
    public Count run(Workload workload, long capacity, int overhead) {
        Map<Integer, Long> kept = new LinkedHashMap<>(16, 0.75f, true);
        long used = 0;
        long hits = 0;
        long hitBytes = 0;
        for (int object : workload.objects()) {
            if (kept.get(object) != null) {
                hits++;
                hitBytes += workload.bytes(object);
                continue;
            }
            long weight = (long) workload.bytes(object) + overhead;
            if (weight > capacity) {
                continue;
            }
            kept.put(object, weight);
            used += weight;
            Iterator<Long> oldest = kept.values().iterator();
            while (used > capacity) {
                used -= oldest.next();
                oldest.remove();
            }
        }
        return new Count(hits, hitBytes);
    }
}
