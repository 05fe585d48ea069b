package io.perigee.httpcaching;

import io.perigee.httpcaching.Storability.NotStorable;
import io.perigee.httpcaching.Storability.Reason;
import io.perigee.httpcaching.Storability.Source;
import io.perigee.httpcaching.Storability.Storable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lifetime of a response that nothing forbids to store (RFC 9111 section 4.2.1 and 4.2.2, and {@link TtlBounds}). */
final class Freshness {
    /** The part of the time since the last modification that a heuristic lifetime takes. */
    private static final int HEURISTIC_DIVISOR = 10;

    private static final long HEURISTIC_MAXIMUM_SECONDS = 24 * 60 * 60;

    private record Lifetime(long seconds, Source source) {}

    private Freshness() {}

    static Storability decide(
            ResponseHead response, CacheControl directives, TtlBounds bounds, long responseTimeMillis) {
        Lifetime lifetime = lifetime(response, directives, bounds, responseTimeMillis);
        if (lifetime == null) {
            return new NotStorable(Reason.STATUS);
        }
        long staleWhileRevalidate = Math.max(0, staleMillis(directives.staleWhileRevalidateSeconds(), bounds));
        long staleIfError = staleMillis(directives.staleIfErrorSeconds(), bounds);
        boolean everFresh = lifetime.seconds() > 0 && !directives.noCache();
        boolean everStale = (staleWhileRevalidate > 0 || staleIfError > 0) && !directives.noCache();
        if (!everFresh && !everStale && !Revalidation.hasValidator(response)) {
            return new NotStorable(Reason.NOT_REUSABLE);
        }
        return new Storable(
                lifetime.seconds() * 1000,
                lifetime.source(),
                directives,
                staleWhileRevalidate,
                staleIfError,
                withheld(directives));
    }

    /** A stale window in milliseconds, up to the maximum TTL; {@link CacheControl#ABSENT} stays. */
    static long staleMillis(long seconds, TtlBounds bounds) {
        return seconds == CacheControl.ABSENT ? CacheControl.ABSENT : Math.min(seconds, bounds.maximumSeconds()) * 1000;
    }

    private static @Nullable Lifetime lifetime(
            ResponseHead response, CacheControl directives, TtlBounds bounds, long responseTimeMillis) {
        Lifetime explicit = explicit(response.headers(), directives, responseTimeMillis);
        if (explicit != null) {
            return new Lifetime(bounds.clampSeconds(explicit.seconds()), explicit.source());
        }
        boolean byDefault = StatusRules.isCacheableByDefault(response.status()) || directives.isPublic();
        if (byDefault && bounds.heuristics()) {
            long heuristic = heuristicSeconds(response.headers(), responseTimeMillis);
            if (heuristic > 0) {
                return new Lifetime(bounds.clampSeconds(heuristic), Source.HEURISTIC);
            }
        }
        if (byDefault || bounds.minimumSeconds() > 0) {
            long seconds = byDefault ? bounds.defaultSeconds() : 0;
            return new Lifetime(bounds.clampSeconds(seconds), Source.DEFAULT_TTL);
        }
        return null;
    }

    private static @Nullable Lifetime explicit(Headers headers, CacheControl directives, long responseTimeMillis) {
        if (directives.sMaxageSeconds() != CacheControl.ABSENT) {
            return new Lifetime(directives.sMaxageSeconds(), Source.S_MAXAGE);
        }
        if (directives.maxAgeSeconds() != CacheControl.ABSENT) {
            return new Lifetime(directives.maxAgeSeconds(), Source.MAX_AGE);
        }
        String field = directives.targeted() ? null : headers.first(HeaderNames.EXPIRES);
        if (field == null) {
            return null;
        }
        // "0" and whatever else is no date lies in the past (RFC 9111 section 5.3).
        long expires = HttpDate.parse(field, responseTimeMillis);
        long date = Age.dateMillis(headers, responseTimeMillis);
        long seconds = expires == HttpDate.INVALID ? 0 : DeltaSeconds.saturatedSubtract(expires, date) / 1000;
        return new Lifetime(Math.min(Math.max(0, seconds), DeltaSeconds.MAXIMUM), Source.EXPIRES);
    }

    private static long heuristicSeconds(Headers headers, long responseTimeMillis) {
        String field = headers.first(HeaderNames.LAST_MODIFIED);
        long modified = field == null ? HttpDate.INVALID : HttpDate.parse(field, responseTimeMillis);
        if (modified == HttpDate.INVALID) {
            return 0;
        }
        long unchanged = DeltaSeconds.saturatedSubtract(Age.dateMillis(headers, responseTimeMillis), modified) / 1000;
        return Math.min(unchanged / HEURISTIC_DIVISOR, HEURISTIC_MAXIMUM_SECONDS);
    }

    private static List<String> withheld(CacheControl directives) {
        if (directives.noCacheFields().isEmpty() && directives.privateFields().isEmpty()) {
            return List.of();
        }
        List<String> fields = new ArrayList<>(directives.noCacheFields());
        fields.addAll(directives.privateFields());
        return List.copyOf(fields);
    }
}
