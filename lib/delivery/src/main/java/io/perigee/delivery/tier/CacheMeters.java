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
        counter(registry, tier, cache, "perigee.cache.hits", "Answers out of the cache", CacheCounters::hits);
        counter(registry, tier, cache, "perigee.cache.misses", "Fetches made for a request", CacheCounters::misses);
        counter(
                registry,
                tier,
                cache,
                "perigee.cache.collapsed",
                "Answers out of another request's fetch",
                CacheCounters::collapsed);
        counter(
                registry,
                tier,
                cache,
                "perigee.cache.slice.fetches",
                "Fetches of one slice of a large object",
                CacheCounters::sliceFetches);
        counter(registry, tier, cache, "perigee.cache.evictions", "Objects evicted", CacheCounters::evictions);
        gauge(registry, tier, cache, "perigee.cache.objects", "Objects stored", CacheCounters::objects);
        gauge(
                registry,
                tier,
                cache,
                "perigee.cache.stored.bytes",
                "Memory that stored objects take",
                CacheCounters::storedBytes);
        registerDisk(registry, tier, cache);
        gauge(registry, tier, cache, "perigee.cache.fetches", "Fetches under way", CacheCounters::inFlight);
    }

    private static void registerDisk(MeterRegistry registry, Tier tier, CacheTier cache) {
        String prefix = "perigee.cache.disk.";
        disk(registry, tier, cache, prefix + "hits", "Objects found on disk", DiskCounters::hits);
        disk(registry, tier, cache, prefix + "writes", "Objects written to disk", DiskCounters::writes);
        disk(registry, tier, cache, prefix + "dropped", "Objects not written for want of time", DiskCounters::dropped);
        disk(registry, tier, cache, prefix + "damaged", "Damaged objects dropped", DiskCounters::damaged);
        disk(registry, tier, cache, prefix + "failures", "Failures of the disk", DiskCounters::failures);
        diskGauge(registry, tier, cache, prefix + "objects", "Objects on disk", DiskCounters::objects);
        diskGauge(registry, tier, cache, prefix + "bytes", "Disk that objects take", DiskCounters::bytes);
        diskGauge(registry, tier, cache, prefix + "used", "1 while the disk works", on -> on.inUse() ? 1 : 0);
    }

    private static void disk(
            MeterRegistry registry,
            Tier tier,
            CacheTier cache,
            String name,
            String description,
            ToDoubleFunction<DiskCounters> value) {
        FunctionCounter.builder(name, cache, source -> value.applyAsDouble(source.diskCounters()))
                .description(description)
                .tags("tier", tier.label())
                .register(registry);
    }

    private static void diskGauge(
            MeterRegistry registry,
            Tier tier,
            CacheTier cache,
            String name,
            String description,
            ToDoubleFunction<DiskCounters> value) {
        Gauge.builder(name, cache, source -> value.applyAsDouble(source.diskCounters()))
                .description(description)
                .tags("tier", tier.label())
                .register(registry);
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
            ToDoubleFunction<CacheCounters> value) {
        FunctionCounter.builder(name, cache, source -> value.applyAsDouble(source.counters()))
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
            ToDoubleFunction<CacheCounters> value) {
        Gauge.builder(name, cache, source -> value.applyAsDouble(source.counters()))
                .description(description)
                .tags("tier", tier.label())
                .register(registry);
    }
}
