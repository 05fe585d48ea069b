package io.perigee.delivery.tier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.perigee.cache.CacheCounters;
import io.perigee.cache.CacheTier;
import io.perigee.cache.DiskCounters;
import io.perigee.observability.Tier;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A cache's counters as meters, and as the few numbers that a node reports to the directory. */
public final class CacheMeters {

    private CacheMeters() {}

    /** Registers {@code perigee_cache_…} meters. */
    public static void register(MeterRegistry registry, Tier tier, CacheTier cache) {
        counter(registry, tier, cache, "perigee.cache.hits", "Answers out of the cache", memory(CacheCounters::hits));
        counter(
                registry,
                tier,
                cache,
                "perigee.cache.misses",
                "Fetches made for a request",
                memory(CacheCounters::misses));
        counter(
                registry,
                tier,
                cache,
                "perigee.cache.collapsed",
                "Answers out of another request's fetch",
                memory(CacheCounters::collapsed));
        counter(
                registry,
                tier,
                cache,
                "perigee.cache.slice.fetches",
                "Fetches of one slice of a large object",
                memory(CacheCounters::sliceFetches));
        counter(registry, tier, cache, "perigee.cache.evictions", "Objects evicted", memory(CacheCounters::evictions));
        gauge(registry, tier, cache, "perigee.cache.objects", "Objects stored", memory(CacheCounters::objects));
        gauge(
                registry,
                tier,
                cache,
                "perigee.cache.stored.bytes",
                "Memory that stored objects take",
                memory(CacheCounters::storedBytes));
        registerDisk(registry, tier, cache);
        gauge(registry, tier, cache, "perigee.cache.fetches", "Fetches under way", memory(CacheCounters::inFlight));
    }

    private static void registerDisk(MeterRegistry registry, Tier tier, CacheTier cache) {
        String prefix = "perigee.cache.disk.";
        counter(registry, tier, cache, prefix + "hits", "Objects found on disk", disk(DiskCounters::hits));
        counter(registry, tier, cache, prefix + "writes", "Objects written to disk", disk(DiskCounters::writes));
        counter(
                registry,
                tier,
                cache,
                prefix + "dropped",
                "Objects not written for want of time",
                disk(DiskCounters::dropped));
        counter(registry, tier, cache, prefix + "damaged", "Damaged objects dropped", disk(DiskCounters::damaged));
        counter(registry, tier, cache, prefix + "failures", "Failures of the disk", disk(DiskCounters::failures));
        gauge(registry, tier, cache, prefix + "objects", "Objects on disk", disk(DiskCounters::objects));
        gauge(registry, tier, cache, prefix + "bytes", "Disk that objects take", disk(DiskCounters::bytes));
        gauge(registry, tier, cache, prefix + "used", "1 while the disk works", disk(on -> on.inUse() ? 1 : 0));
    }

    private static ToDoubleFunction<CacheTier> disk(ToDoubleFunction<DiskCounters> value) {
        return cache -> value.applyAsDouble(cache.diskCounters());
    }

    private static ToDoubleFunction<CacheTier> memory(ToDoubleFunction<CacheCounters> value) {
        return cache -> value.applyAsDouble(cache.counters());
    }

    /** The numbers for {@code perigee nodes}. */
    public static Map<String, Double> gauges(CacheTier cache) {
        CacheCounters counters = cache.counters();
        return Map.of(
                "cache_objects", (double) counters.objects(),
                "cache_bytes", (double) counters.storedBytes(),
                "cache_hits", (double) counters.hits(),
                "cache_misses", (double) counters.misses());
    }

    private static void counter(
            MeterRegistry registry,
            Tier tier,
            CacheTier cache,
            String name,
            String description,
            ToDoubleFunction<CacheTier> value) {
        FunctionCounter.builder(name, cache, value)
                .description(description)
                .tags("tier", tier.label())
                .register(registry);
    }

    private static void gauge(
            MeterRegistry registry,
            Tier tier,
            CacheTier cache,
            String name,
            String description,
            ToDoubleFunction<CacheTier> value) {
        Gauge.builder(name, cache, value)
                .description(description)
                .tags("tier", tier.label())
                .register(registry);
    }
}
