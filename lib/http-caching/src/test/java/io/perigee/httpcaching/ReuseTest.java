package io.perigee.httpcaching;

import static io.perigee.httpcaching.Messages.NOW;
import static io.perigee.httpcaching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.httpcaching.Reuse.AcceptedStale;
import io.perigee.httpcaching.Reuse.Fresh;
import io.perigee.httpcaching.Reuse.GatewayTimeout;
import io.perigee.httpcaching.Reuse.MustRevalidate;
import io.perigee.httpcaching.Reuse.Reason;
import io.perigee.httpcaching.Reuse.StaleWhileRevalidate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReuseTest {
    @Test
    void isFreshUntilItsLifetimeEnds() {
        StoredResponse stored = stored("Cache-Control", "max-age=10");
        assertThat(decide(stored, "", 9_999)).isInstanceOf(Fresh.class);
        assertThat(decide(stored, "", 10_000)).isInstanceOf(MustRevalidate.class);
    }

    @Test
    void anUpstreamAgeShortensTheStay() {
        assertThat(decide(stored("Cache-Control", "max-age=10", "Age", "15", "ETag", "\"a\""), "", 0))
                .isInstanceOf(MustRevalidate.class);
    }

    @Test
    void noCacheIsValidatedAtEachUseAndNeverServedWithout() {
        MustRevalidate verdict =
                revalidate(stored("Cache-Control", "no-cache, max-age=10, stale-if-error=60", "ETag", "\"a\""), "", 0);
        assertThat(verdict.reason()).isEqualTo(Reason.NO_CACHE);
        assertThat(verdict.permitsOnError(503, NOW)).isFalse();
        assertThat(verdict.permitsOnUnreachable(NOW)).isFalse();
    }

    @Test
    void staleWhileRevalidateCountsFromTheEndOfTheLifetime() {
        StoredResponse stored = stored("Cache-Control", "max-age=10, stale-while-revalidate=5");
        assertThat(decide(stored, "", 9_999)).isInstanceOf(Fresh.class);
        assertThat(decide(stored, "", 14_999)).isInstanceOf(StaleWhileRevalidate.class);
        assertThat(decide(stored, "", 15_000)).isInstanceOf(MustRevalidate.class);
    }

    @Test
    void mustRevalidateForbidsAllStaleUse() {
        StoredResponse stored =
                stored("Cache-Control", "max-age=10, must-revalidate, stale-while-revalidate=60, stale-if-error=60");
        assertThat(decide(stored, "max-stale", 11_000)).isInstanceOf(MustRevalidate.class);
        MustRevalidate verdict = revalidate(stored, "", 11_000);
        assertThat(verdict.permitsOnError(500, NOW + 11_000)).isFalse();
        assertThat(verdict.permitsOnUnreachable(NOW + 11_000)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void staleIfErrorStandsInForTheseErrorsWhileItLasts(int status) {
        MustRevalidate verdict = revalidate(stored("Cache-Control", "max-age=10, stale-if-error=60"), "", 11_000);
        assertThat(verdict.permitsOnError(status, NOW + 69_999)).isTrue();
        assertThat(verdict.permitsOnError(status, NOW + 70_000)).isFalse();
        assertThat(verdict.permitsOnError(404, NOW + 11_000)).isFalse();
        assertThat(verdict.permitsOnUnreachable(NOW + 11_000)).isTrue();
    }

    @Test
    void withoutStaleIfErrorItServesOnlyWhenTheOriginIsUnreachable() {
        MustRevalidate verdict = revalidate(stored("Cache-Control", "max-age=10"), "", 11_000);
        assertThat(verdict.permitsOnError(503, NOW + 11_000)).isFalse();
        assertThat(verdict.permitsOnUnreachable(NOW + 11_000)).isTrue();
    }

    @Test
    void staleIfErrorOfNothingForbidsThatToo() {
        MustRevalidate verdict =
                revalidate(stored("Cache-Control", "max-age=10, stale-if-error=0"), "stale-if-error=60", 11_000);
        assertThat(verdict.permitsOnUnreachable(NOW + 11_000)).isFalse();
        assertThat(verdict.permitsOnError(503, NOW + 11_000)).isFalse();
    }

    @Test
    void aRequestMayAskForStaleIfErrorItself() {
        MustRevalidate verdict = revalidate(stored("Cache-Control", "max-age=10"), "stale-if-error=60", 11_000);
        assertThat(verdict.permitsOnError(503, NOW + 69_999)).isTrue();
        assertThat(verdict.permitsOnError(503, NOW + 70_000)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-cache|REQUEST_NO_CACHE",
                "max-age=0|REQUEST_MAX_AGE",
                "max-age=5|REQUEST_MAX_AGE",
                "min-fresh=6|REQUEST_MIN_FRESH",
            })
    void aRequestMayRefuseAFreshResponse(String cacheControl, Reason reason) {
        assertThat(revalidate(stored("Cache-Control", "max-age=10"), cacheControl, 5_000)
                        .reason())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "max-age=6", "min-fresh=5", "max-stale", "only-if-cached", "foo", "no-store"})
    void otherRequestsTakeIt(String cacheControl) {
        assertThat(decide(stored("Cache-Control", "max-age=10"), cacheControl, 5_000))
                .isInstanceOf(Fresh.class);
    }

    @Test
    void maxStaleAcceptsAsMuchAsItSays() {
        StoredResponse stored = stored("Cache-Control", "max-age=10");
        assertThat(decide(stored, "max-stale=5", 15_000)).isInstanceOf(AcceptedStale.class);
        assertThat(decide(stored, "max-stale=5", 15_001)).isInstanceOf(MustRevalidate.class);
        assertThat(decide(stored, "max-stale", 1_000_000_000)).isInstanceOf(AcceptedStale.class);
        assertThat(decide(stored, "max-stale=0", 10_001)).isInstanceOf(MustRevalidate.class);
    }

    @Test
    void aRequestThatLimitsAgeTakesNothingStale() {
        StoredResponse stored = stored("Cache-Control", "max-age=10, stale-while-revalidate=60");
        assertThat(decide(stored, "max-age=100", 11_000)).isInstanceOf(MustRevalidate.class);
        assertThat(decide(stored, "max-age=100, max-stale=5", 11_000)).isInstanceOf(StaleWhileRevalidate.class);
    }

    @Test
    void onlyIfCachedNeverGoesToTheOrigin() {
        assertThat(decide(stored("Cache-Control", "max-age=10"), "only-if-cached", 11_000))
                .isEqualTo(new GatewayTimeout(Reason.EXPIRED));
    }

    @Test
    void aPlainReloadDoesNotValidateWhatIsImmutable() {
        StoredResponse stored = stored("Cache-Control", "max-age=10, immutable");
        assertThat(decide(stored, "max-age=0", 5_000)).isInstanceOf(Fresh.class);
        assertThat(decide(stored, "max-age=0", 10_000)).isInstanceOf(MustRevalidate.class);
        assertThat(decide(stored, "no-cache", 5_000)).isInstanceOf(MustRevalidate.class);
    }

    private static Reuse decide(StoredResponse stored, String cacheControl, long afterMillis) {
        return Reuse.decide(stored, CacheControl.parse(cacheControl), NOW + afterMillis);
    }

    private static MustRevalidate revalidate(StoredResponse stored, String cacheControl, long afterMillis) {
        return (MustRevalidate) decide(stored, cacheControl, afterMillis);
    }
}
