package io.perigee.delivery.tier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.perigee.cache.CacheCounters;
import io.perigee.cache.CacheTier;
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
        gauge(registry, tier, cache, "perigee.cache.fetches", "Fetches under way", CacheCounters::inFlight);
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
