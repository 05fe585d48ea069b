package io.perigee.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys whose response could not be shared a moment ago ("hit-for-miss", as Varnish calls it): requests for them do not wait for each
 * other, since none would have anything from it. Forgotten after some seconds, so that a key that has become cacheable is noticed.
 */
final class Lately {
    private final Cache<CacheKey, Verdict> verdicts;

    /** What to do with requests for the key. */
    enum Verdict {
        /** It must not be stored, or is too long: pass each request as it is. */
        PASS,
        /** Its origin does not give ranges of it: no part is asked for. */
        WHOLE,
        /** It may be stored but not reused without validation: each request validates for itself. */
        ALONE
    }

    Lately(Duration memory, int most, LongSupplier nowMillis) {
        verdicts = Caffeine.newBuilder()
                .expireAfterWrite(memory)
                .maximumSize(most)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(nowMillis.getAsLong()))
                .executor(Runnable::run)
                .build();
    }

    void note(CacheKey key, Verdict verdict) {
        verdicts.put(key, verdict);
    }

    @Nullable
    Verdict of(CacheKey key) {
        return verdicts.getIfPresent(key);
    }

    void clear() {
        verdicts.invalidateAll();
    }
}
