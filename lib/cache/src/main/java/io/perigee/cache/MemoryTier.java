package io.perigee.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is stored in memory, bounded by bytes; what is kept is chosen by W-TinyLFU (Caffeine). Maintenance runs on the threads that use
 * it, a little at a time.
 */
final class MemoryTier {
    /** Caffeine weighs in ints, and one key can hold more than 2 GiB. */
    private static final int UNIT = 64;

    private final int maxVariants;
    private final LongAdder evictions = new LongAdder();
    private final Cache<CacheKey, StoredVariants> cache;

    /** @param evicted is told of what has no room any more, before its memory is given back */
    MemoryTier(long bytes, int maxVariants, Consumer<StoredObject> evicted) {
        this.maxVariants = maxVariants;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(Math.max(1, bytes / UNIT))
                .<CacheKey, StoredVariants>weigher((key, variants) -> units(variants.weight()))
                .executor(Runnable::run)
                .<CacheKey, StoredVariants>removalListener((key, variants, cause) -> {
                    if (cause.wasEvicted()) {
                        evictions.increment();
                        if (variants != null) {
                            variants.objects().forEach(evicted);
                        }
                    }
                    if (variants != null) {
                        variants.release();
                    }
                })
                .build();
    }

    @Nullable
    StoredVariants get(CacheKey key) {
        return cache.getIfPresent(key);
    }

    /** Stores it in the place of what its {@code Vary} makes the same; takes over the caller's reference. */
    void put(StoredObject object) {
        cache.asMap()
                .compute(object.key(), (key, present) -> present == null ? object : present.with(object, maxVariants));
    }

    /** Stores it beside what is there, unless something newer is in its place; takes over the caller's reference. */
    void putOlder(StoredObject object) {
        StoredVariants now = cache.asMap()
                .compute(
                        object.key(),
                        (key, present) -> present == null ? object : present.withOlder(object, maxVariants));
        if (!now.objects().contains(object)) {
            object.release();
        }
    }

    /** Puts {@code next} in the place of what is still there; neither has a body. */
    void replace(StoredObject present, StoredObject next) {
        cache.asMap()
                .computeIfPresent(
                        present.key(),
                        (key, variants) ->
                                variants.objects().contains(present) ? variants.with(next, maxVariants) : variants);
    }

    /** Removes it if it is still there. */
    void remove(StoredObject object) {
        cache.asMap()
                .computeIfPresent(
                        object.key(),
                        (key, present) -> present.objects().contains(object) ? present.without(object) : present);
    }

    void forEach(Consumer<StoredObject> visitor) {
        cache.asMap().values().forEach(variants -> variants.objects().forEach(visitor));
    }

    void clear() {
        cache.invalidateAll();
        cache.cleanUp();
    }

    /** As if something else had taken all of the room. */
    void evictAll() {
        cache.policy().eviction().ifPresent(eviction -> {
            long maximum = eviction.getMaximum();
            eviction.setMaximum(0);
            cache.cleanUp();
            eviction.setMaximum(maximum);
        });
    }

    long evictions() {
        return evictions.sum();
    }

    long keys() {
        return cache.estimatedSize();
    }

    long bytes() {
        return cache.policy()
                .eviction()
                .map(Policy.Eviction::weightedSize)
                .map(size -> size.orElse(0) * UNIT)
                .orElse(0L);
    }

    private static int units(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, (bytes + UNIT - 1) / UNIT);
    }
}
