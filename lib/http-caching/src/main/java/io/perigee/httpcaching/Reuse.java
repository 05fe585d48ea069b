package io.perigee.httpcaching;

import org.jspecify.annotations.Nullable;

/**
 * Whether and how a stored response that the request selects (key, {@link VaryKey}, {@link StoredResponse#answers}) may answer it (RFC 9111
 * section 4, RFC 5861, RFC 8246).
 */
public sealed interface Reuse {
    /** Serve it. */
    record Fresh() implements Reuse {
        static final Fresh INSTANCE = new Fresh();
    }

    /** Serve it although it is stale: the request's {@code max-stale} permits it. */
    record AcceptedStale() implements Reuse {
        static final AcceptedStale INSTANCE = new AcceptedStale();
    }

    /** Serve it although it is stale, and validate it in the background. */
    record StaleWhileRevalidate() implements Reuse {
        static final StaleWhileRevalidate INSTANCE = new StaleWhileRevalidate();
    }

    /**
     * Validate it first (or fetch anew, when it has no validator).
     *
     * @param staleIfErrorUntilMillis when the origin answers 500, 502, 503 or 504 before this time, it may be served
     *     instead; {@link #NEVER} when it may not
     * @param staleIfUnreachable whether it may be served when no origin can be reached at all ("disconnected", RFC 9111 section
     *     4.2.4); CloudFront does so unless the origin said {@code stale-if-error=0}
     */
    record MustRevalidate(Reason reason, long staleIfErrorUntilMillis, boolean staleIfUnreachable) implements Reuse {
        /** Whether it may stand in for this error response of the origin. */
        public boolean permitsOnError(int status, long nowMillis) {
            return (status == 500 || status == 502 || status == 503 || status == 504)
                    && nowMillis < staleIfErrorUntilMillis;
        }

        /** Whether it may be served when no response of the origin came. */
        public boolean permitsOnUnreachable(long nowMillis) {
            return staleIfUnreachable || nowMillis < staleIfErrorUntilMillis;
        }
    }

    /** Answer 504: the request says {@code only-if-cached}, and this cannot be served as it is. */
    record GatewayTimeout(Reason reason) implements Reuse {}

    /** Why it cannot be served as it is. */
    enum Reason {
        EXPIRED,
        /** The response says {@code no-cache}. */
        NO_CACHE,
        /** The request says {@code no-cache}, or {@code Pragma: no-cache}. */
        REQUEST_NO_CACHE,
        /** It is older than the request's {@code max-age}. */
        REQUEST_MAX_AGE,
        /** It stays fresh for less than the request's {@code min-fresh}. */
        REQUEST_MIN_FRESH
    }

    /** Before any time. */
    long NEVER = Long.MIN_VALUE;

    /**
     * Decides.
     *
     * @param request {@link CacheControl#ofRequest}; {@link CacheControl#NONE} where viewers have no say, as with CloudFront
     */
    static Reuse decide(StoredResponse stored, CacheControl request, long nowMillis) {
        long remaining = stored.remainingMillis(nowMillis);
        Reason reason = objection(stored, request, remaining, nowMillis);
        if (reason == null) {
            return Fresh.INSTANCE;
        }
        if (reason == Reason.EXPIRED && !stored.mustRevalidate()) {
            if (-remaining < stored.staleWhileRevalidateMillis() && !demandsFresh(request)) {
                return StaleWhileRevalidate.INSTANCE;
            }
            if (-remaining <= request.maxStaleSeconds() * 1000) {
                return AcceptedStale.INSTANCE;
            }
        }
        if (request.onlyIfCached()) {
            return new GatewayTimeout(reason);
        }
        return mustRevalidate(stored, request, reason);
    }

    private static @Nullable Reason objection(
            StoredResponse stored, CacheControl request, long remainingMillis, long nowMillis) {
        if (stored.noCache()) {
            return Reason.NO_CACHE;
        }
        if (request.noCache()) {
            return Reason.REQUEST_NO_CACHE;
        }
        // RFC 8246 section 2: a plain reload (max-age=0) need not trouble the origin about what it promised not to
        // change.
        boolean settled = stored.immutable() && remainingMillis > 0 && request.maxAgeSeconds() == 0;
        if (request.maxAgeSeconds() != CacheControl.ABSENT
                && !settled
                && stored.ageMillis(nowMillis) >= request.maxAgeSeconds() * 1000) {
            return Reason.REQUEST_MAX_AGE;
        }
        if (request.minFreshSeconds() > 0 && remainingMillis < request.minFreshSeconds() * 1000) {
            return Reason.REQUEST_MIN_FRESH;
        }
        return remainingMillis > 0 ? null : Reason.EXPIRED;
    }

    /** Whether a request limits age or freshness without permitting stale use (RFC 9111 section 5.2.1.1). */
    private static boolean demandsFresh(CacheControl request) {
        return request.maxStaleSeconds() == CacheControl.ABSENT
                && (request.maxAgeSeconds() != CacheControl.ABSENT || request.minFreshSeconds() != CacheControl.ABSENT);
    }

    private static MustRevalidate mustRevalidate(StoredResponse stored, CacheControl request, Reason reason) {
        if (stored.noCache() || stored.mustRevalidate()) {
            return new MustRevalidate(reason, NEVER, false);
        }
        long window = stored.staleIfErrorMillis();
        // A request may ask for a window as well (RFC 5861 section 4), but not widen one that the origin closed.
        if (window != 0 && request.staleIfErrorSeconds() != CacheControl.ABSENT) {
            window = Math.max(window, request.staleIfErrorSeconds() * 1000);
        }
        long until =
                window == CacheControl.ABSENT ? NEVER : DeltaSeconds.saturatedAdd(stored.expiresAtMillis(), window);
        return new MustRevalidate(reason, until, window != 0);
    }
}
