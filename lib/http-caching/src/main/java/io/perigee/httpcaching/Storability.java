package io.perigee.httpcaching;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a shared cache may keep a response, and for how long (RFC 9111 section 3, RFC 9213, and {@link TtlBounds}). */
public sealed interface Storability {
    /**
     * It may be kept.
     *
     * @param freshnessLifetimeMillis 0 to 2^31 seconds; counts from the response's origin, as {@code Age} does
     * @param source where the lifetime comes from
     * @param directives in force, i.e. {@link CacheControl#NONE} where a minimum TTL overrides them
     * @param staleWhileRevalidateMillis after the lifetime; 0 when there is none
     * @param staleIfErrorMillis after the lifetime; {@link CacheControl#ABSENT} when the origin does not say
     * @param withheldFields header fields, in lower case, that must not be stored ({@code private="…"}, {@code no-cache="…"})
     */
    record Storable(
            long freshnessLifetimeMillis,
            Source source,
            CacheControl directives,
            long staleWhileRevalidateMillis,
            long staleIfErrorMillis,
            List<String> withheldFields)
            implements Storability {}

    /** It must not be kept. */
    record NotStorable(Reason reason) implements Storability {}

    /** Where a lifetime comes from. */
    enum Source {
        S_MAXAGE,
        MAX_AGE,
        EXPIRES,
        HEURISTIC,
        DEFAULT_TTL,
        /** The minimum TTL, against {@code no-cache}, {@code no-store} or {@code private}. */
        MINIMUM_TTL
    }

    /** Why a response is not stored. */
    enum Reason {
        /** The maximum TTL is 0. */
        CACHING_DISABLED,
        /** Only responses to GET, HEAD and OPTIONS are stored. */
        METHOD,
        /** A 1xx. */
        INTERIM_STATUS,
        /** A 304: it updates what is stored, see {@link Revalidation}. */
        NOT_MODIFIED,
        /** A 206. On any other status {@code Content-Range} means nothing (RFC 9110 section 14.4). */
        PARTIAL,
        NO_STORE,
        PRIVATE,
        /** {@code must-understand} with a status whose caching rules are not known here. */
        NOT_UNDERSTOOD,
        /** The request had {@code Authorization} and nothing in the response allows sharing (RFC 9111 section 3.5). */
        AUTHORIZATION,
        /** {@code Vary: *}: it would match no request. */
        VARY_ANY,
        /** No lifetime, and a status that is not cacheable by default. */
        STATUS,
        /** Neither fresh for any time, nor usable stale, nor with a validator to check it by. */
        NOT_REUSABLE
    }

    /**
     * Decides.
     *
     * @param request what counts of it: without Authorization where the distribution does not forward it. Its {@code no-store} is the
     *     caller's to obey, before it asks upstream
     * @param responseTimeMillis when the response's head arrived
     */
    static Storability decide(RequestHead request, ResponseHead response, TtlBounds bounds, long responseTimeMillis) {
        if (bounds.maximumSeconds() == 0) {
            return new NotStorable(Reason.CACHING_DISABLED);
        }
        if (!isCacheableMethod(request.method())) {
            return new NotStorable(Reason.METHOD);
        }
        Reason unusable = unusable(response);
        if (unusable != null) {
            return new NotStorable(unusable);
        }
        CacheControl directives = CacheControl.ofResponse(response.headers());
        if (directives.mustUnderstand() && !StatusRules.isUnderstood(response.status())) {
            return new NotStorable(Reason.NOT_UNDERSTOOD);
        }
        if (request.headers().contains(HeaderNames.AUTHORIZATION) && !isShareable(directives)) {
            return new NotStorable(Reason.AUTHORIZATION);
        }
        Reason forbidden = forbidden(directives);
        if (bounds.minimumSeconds() > 0 && (forbidden != null || directives.noCache())) {
            return new Storable(
                    bounds.minimumSeconds() * 1000,
                    Source.MINIMUM_TTL,
                    CacheControl.NONE,
                    0,
                    Freshness.staleMillis(directives.staleIfErrorSeconds(), bounds),
                    List.of());
        }
        if (forbidden != null) {
            return new NotStorable(forbidden);
        }
        return Freshness.decide(response, directives, bounds, responseTimeMillis);
    }

    /** Methods whose responses may be stored. OPTIONS is CloudFront's addition: a caller that does not cache it does not ask. */
    static boolean isCacheableMethod(String method) {
        return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    }

    private static @Nullable Reason unusable(ResponseHead response) {
        int status = response.status();
        if (status < 200) {
            return Reason.INTERIM_STATUS;
        }
        if (status == 304) {
            return Reason.NOT_MODIFIED;
        }
        if (status == 206) {
            return Reason.PARTIAL;
        }
        return VaryKey.isAny(response.headers()) ? Reason.VARY_ANY : null;
    }

    private static @Nullable Reason forbidden(CacheControl directives) {
        // must-understand takes no-store out of force for caches that know the status (RFC 9111 section 5.2.2.3).
        if (directives.noStore() && !directives.mustUnderstand()) {
            return Reason.NO_STORE;
        }
        return directives.isPrivate() ? Reason.PRIVATE : null;
    }

    private static boolean isShareable(CacheControl directives) {
        return directives.isPublic()
                || directives.mustRevalidate()
                || directives.sMaxageSeconds() != CacheControl.ABSENT;
    }
}
