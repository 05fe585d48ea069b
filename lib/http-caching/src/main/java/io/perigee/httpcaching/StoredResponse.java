package io.perigee.httpcaching;

import io.perigee.httpcaching.Storability.Storable;

/**
 * A stored response's head with all that a hit needs, computed once: reuse is then arithmetic on the time of the request.
 * Times are epoch milliseconds.
 *
 * @param method of the request that it answered
 * @param head as it is served, without hop-by-hop fields, {@code Age} and fields that must not be stored
 * @param requestTimeMillis when the request for it (or the one that last validated it) was sent
 * @param responseTimeMillis when its head arrived
 * @param initialAgeMillis its age at that time, 0 or more (RFC 9111 section 4.2.3)
 * @param freshnessLifetimeMillis 0 or more
 * @param source where the lifetime comes from
 * @param staleWhileRevalidateMillis after the lifetime, 0 or more
 * @param staleIfErrorMillis after the lifetime, 0 or more, or {@link CacheControl#ABSENT} when the origin does not say
 * @param noCache whether every use needs a successful validation
 * @param mustRevalidate whether it must never be used stale
 * @param immutable whether a reload need not validate it while it is fresh (RFC 8246)
 * @param varyKey what a request must have to be answered by it
 */
public record StoredResponse(
        String method,
        ResponseHead head,
        long requestTimeMillis,
        long responseTimeMillis,
        long initialAgeMillis,
        long freshnessLifetimeMillis,
        Storability.Source source,
        long staleWhileRevalidateMillis,
        long staleIfErrorMillis,
        boolean noCache,
        boolean mustRevalidate,
        boolean immutable,
        VaryKey varyKey) {

    /**
     * What to store of a response.
     *
     * @param storable what {@link Storability#decide} said of this request and response
     */
    public static StoredResponse of(
            RequestHead request,
            ResponseHead response,
            Storable storable,
            long requestTimeMillis,
            long responseTimeMillis) {
        CacheControl directives = storable.directives();
        boolean staleSaid = storable.staleWhileRevalidateMillis() > 0 || storable.staleIfErrorMillis() > 0;
        // s-maxage implies proxy-revalidate (RFC 9111 section 5.2.2.10), unless the origin itself permits stale use
        // next to it.
        boolean mustRevalidate = directives.mustRevalidate()
                || directives.proxyRevalidate()
                || (directives.sMaxageSeconds() != CacheControl.ABSENT && !staleSaid);
        return new StoredResponse(
                request.method(),
                response.withHeaders(storedFields(response.headers(), storable, responseTimeMillis)),
                requestTimeMillis,
                responseTimeMillis,
                Age.initialMillis(response.headers(), requestTimeMillis, responseTimeMillis),
                storable.freshnessLifetimeMillis(),
                storable.source(),
                storable.staleWhileRevalidateMillis(),
                storable.staleIfErrorMillis(),
                directives.noCache(),
                mustRevalidate,
                directives.immutable(),
                VaryKey.of(request.headers(), response.headers()));
    }

    /** The same with another head. */
    public StoredResponse withHead(ResponseHead replacement) {
        return with(replacement, freshnessLifetimeMillis, staleWhileRevalidateMillis);
    }

    /** Its age in milliseconds, 0 or more. */
    public long ageMillis(long nowMillis) {
        long resident = Math.max(0, DeltaSeconds.saturatedSubtract(nowMillis, responseTimeMillis));
        return DeltaSeconds.saturatedAdd(initialAgeMillis, resident);
    }

    /** The value for the {@code Age} field: 0 to 2^31. */
    public long ageSeconds(long nowMillis) {
        return Math.min(ageMillis(nowMillis) / 1000, DeltaSeconds.MAXIMUM);
    }

    /** How long it stays fresh; negative: for how long it has been stale. */
    public long remainingMillis(long nowMillis) {
        return freshnessLifetimeMillis - ageMillis(nowMillis);
    }

    /**
     * The same as one whose lifetime ended at this time, unless it has ended before: what permits stale use counts from there.
     *
     * @param millis {@link Long#MIN_VALUE} when nobody knows any more: then its lifetime was over from the beginning, and it is not served while it is
     *     being revalidated
     */
    public StoredResponse staleSince(long millis) {
        return millis == Long.MIN_VALUE
                ? with(head, 0, 0)
                : with(head, Math.min(freshnessLifetimeMillis, ageMillis(millis)), staleWhileRevalidateMillis);
    }

    private StoredResponse with(ResponseHead otherHead, long lifetimeMillis, long whileRevalidateMillis) {
        return new StoredResponse(
                method,
                otherHead,
                requestTimeMillis,
                responseTimeMillis,
                initialAgeMillis,
                lifetimeMillis,
                source,
                whileRevalidateMillis,
                staleIfErrorMillis,
                noCache,
                mustRevalidate,
                immutable,
                varyKey);
    }

    /** When its lifetime ends or ended. */
    public long expiresAtMillis() {
        return DeltaSeconds.saturatedAdd(responseTimeMillis, freshnessLifetimeMillis - initialAgeMillis);
    }

    /** Whether it can answer a request with this method: its own, and HEAD with what answered a GET. */
    public boolean answers(String requestMethod) {
        return method.equals(requestMethod) || (method.equals("GET") && requestMethod.equals("HEAD"));
    }

    private static Headers storedFields(Headers response, Storable storable, long responseTimeMillis) {
        Headers.Builder fields = HopByHop.strip(response).toBuilder().remove(HeaderNames.AGE);
        storable.withheldFields().forEach(fields::remove);
        return fields.setIfAbsent(HeaderNames.DATE, HttpDate.format(responseTimeMillis))
                .build();
    }
}
