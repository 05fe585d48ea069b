package io.perigee.benchmarks.micro;

import io.perigee.benchmarks.cached.LocalCache;
import io.perigee.cache.CacheSettings;
import java.lang.management.ManagementFactory;

/**
 * What a cached object takes beside its body: the heap after a full collection, with and without so many objects, and what the tier
 * itself accounts for.
 *
 * @param objects that are kept
 * @param heapBytes of each on the heap
 * @param accountedBytes of each as the tier's limit counts them, without the body
 */
public record ObjectMemory(int objects, double heapBytes, double accountedBytes) {

    private static final int BODY = 64;
    private static final int COLLECTIONS = 3;

    /** Fills a cache of its own. */
    public static ObjectMemory measure(int objects) {
        try (LocalCache cache = new LocalCache(CacheSettings.ofMemory(8L << 30))) {
            // What comes with the first object is not any object's.
            cache.send(new Once(1, BODY));
            long before = heap();
            cache.send(new Once(objects, BODY));
            long grown = heap() - before;
            long kept = cache.tier().counters().objects();
            long accounted = cache.tier().counters().storedBytes() / kept - BODY;
            return new ObjectMemory((int) kept, grown / (double) (kept - 1), accounted);
        }
    }

    private static long heap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            ManagementFactory.getMemoryMXBean().gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
