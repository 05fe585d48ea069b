package io.perigee.httpcaching;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.httpcaching.Storability.Storable;
import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** The arithmetic of age and lifetime, at any time and with any values. */
class FreshnessProperties {
    private static final String[] CACHE_CONTROLS = {
        "max-age=60",
        "max-age=0",
        "max-age=99999999999999",
        "s-maxage=5, stale-while-revalidate=60",
        "no-cache",
        "no-store",
        "private",
        "must-revalidate, max-age=1",
        "stale-if-error=99999999999, max-age=1",
        "public",
        "max-age=x",
        "immutable, max-age=60",
        ""
    };

    @Provide
    Arbitrary<ResponseHead> responses() {
        Arbitrary<String> dates = Arbitraries.longs().map(HttpDate::format);
        return Combinators.combine(
                        Arbitraries.integers().between(100, 999),
                        Arbitraries.of(CACHE_CONTROLS),
                        dates,
                        dates,
                        dates,
                        Arbitraries.longs())
                .as((status, cacheControl, date, expires, modified, age) -> new ResponseHead(
                        status,
                        Headers.of(
                                "Cache-Control",
                                cacheControl,
                                "Date",
                                date,
                                "Expires",
                                expires,
                                "Last-Modified",
                                modified,
                                "Age",
                                "" + age)));
    }

    @Provide
    Arbitrary<TtlBounds> bounds() {
        Arbitrary<Long> seconds = Arbitraries.longs().between(0, TtlBounds.UNBOUNDED);
        return Combinators.combine(seconds, seconds, seconds, Arbitraries.of(true, false))
                .as((a, b, normal, heuristics) -> new TtlBounds(Math.min(a, b), normal, Math.max(a, b), heuristics));
    }

    @Provide
    Arbitrary<CacheControl> requests() {
        return Arbitraries.of(
                        "",
                        "no-cache",
                        "max-age=0",
                        "max-age=99999999999",
                        "max-stale",
                        "max-stale=5",
                        "min-fresh=99999999999",
                        "only-if-cached",
                        "stale-if-error=99999999999")
                .map(CacheControl::parse);
    }

    @Property
    void lifetimesKeepToTheBounds(
            @ForAll("responses") ResponseHead response, @ForAll("bounds") TtlBounds bounds, @ForAll long now) {
        if (decide(response, bounds, now) instanceof Storable storable) {
            assertThat(storable.freshnessLifetimeMillis())
                    .isBetween(bounds.minimumSeconds() * 1000, bounds.maximumSeconds() * 1000);
            assertThat(storable.staleWhileRevalidateMillis()).isBetween(0L, bounds.maximumSeconds() * 1000);
            assertThat(storable.staleIfErrorMillis()).isBetween(CacheControl.ABSENT, bounds.maximumSeconds() * 1000);
        }
    }

    @Property
    void ageNeverFallsAndFreshnessNeverReturns(
            @ForAll("responses") ResponseHead response,
            @ForAll long requestTime,
            @ForAll long responseTime,
            @ForAll long one,
            @ForAll long two) {
        if (decide(response, TtlBounds.ORIGIN_ONLY.withHeuristics(true), responseTime) instanceof Storable storable) {
            StoredResponse stored = StoredResponse.of(get(), response, storable, requestTime, responseTime);
            long earlier = Math.min(one, two);
            long later = Math.max(one, two);
            assertThat(stored.ageMillis(earlier)).isNotNegative().isLessThanOrEqualTo(stored.ageMillis(later));
            assertThat(stored.ageSeconds(later)).isBetween(0L, 1L << 31);
            if (stored.remainingMillis(earlier) <= 0) {
                assertThat(stored.remainingMillis(later)).isLessThanOrEqualTo(0);
            }
        }
    }

    @Property
    void onlyWhatIsFreshIsServedAsFresh(
            @ForAll("responses") ResponseHead response,
            @ForAll("bounds") TtlBounds bounds,
            @ForAll("requests") CacheControl request,
            @ForAll long responseTime,
            @ForAll long now) {
        if (decide(response, bounds, responseTime) instanceof Storable storable) {
            StoredResponse stored = StoredResponse.of(get(), response, storable, responseTime, responseTime);
            switch (Reuse.decide(stored, request, now)) {
                case Reuse.Fresh fresh -> {
                    assertThat(stored.remainingMillis(now)).isPositive();
                    assertThat(stored.noCache()).isFalse();
                }
                case Reuse.AcceptedStale accepted ->
                    assertThat(stored.mustRevalidate()).isFalse();
                case Reuse.StaleWhileRevalidate stale -> {
                    assertThat(stored.mustRevalidate()).isFalse();
                    assertThat(-stored.remainingMillis(now)).isLessThan(stored.staleWhileRevalidateMillis());
                }
                case Reuse.MustRevalidate must -> {
                    if (stored.mustRevalidate() || stored.noCache()) {
                        assertThat(must.permitsOnError(503, now)).isFalse();
                        assertThat(must.permitsOnUnreachable(now)).isFalse();
                    }
                }
                case Reuse.GatewayTimeout timeout ->
                    assertThat(request.onlyIfCached()).isTrue();
            }
        }
    }

    @Property
    void additionSaturates(@ForAll long a, @ForAll long b) {
        BigInteger exact = BigInteger.valueOf(a).add(BigInteger.valueOf(b));
        assertThat(DeltaSeconds.saturatedAdd(a, b)).isEqualTo(clamped(exact));
        BigInteger difference = BigInteger.valueOf(a).subtract(BigInteger.valueOf(b));
        assertThat(DeltaSeconds.saturatedSubtract(a, b)).isEqualTo(clamped(difference));
    }

    @Property
    void aKeyMatchesItsOwnRequestAndEqualsItself(
            @ForAll String value, @ForAll String other, @ForAll @LongRange(min = 0, max = 3) long lines) {
        Headers.Builder request = Headers.builder();
        for (int i = 0; i < lines; i++) {
            request.add("Foo", value).add("Bar", other);
        }
        Headers vary = Headers.of("Vary", "bar, Foo");
        VaryKey key = VaryKey.of(request.build(), vary);
        assertThat(key.matches(request.build())).isTrue();
        assertThat(VaryKey.of(request.build(), vary)).isEqualTo(key);
        VaryKey changed = VaryKey.of(request.build().with("Foo", value + "x"), vary);
        assertThat(changed.equals(key)).isEqualTo(changed.toString().equals(key.toString()));
        assertThat(key.matches(request.build().with("Foo", value + "x"))).isEqualTo(changed.equals(key));
    }

    private static RequestHead get() {
        return new RequestHead("GET", "/a", Headers.of());
    }

    private static Storability decide(ResponseHead response, TtlBounds bounds, long now) {
        return Storability.decide(get(), response, bounds, now);
    }

    private static long clamped(BigInteger exact) {
        return exact.max(BigInteger.valueOf(Long.MIN_VALUE))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValue();
    }
}
