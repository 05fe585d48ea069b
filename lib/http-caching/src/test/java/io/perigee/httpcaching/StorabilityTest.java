package io.perigee.httpcaching;

import static io.perigee.httpcaching.Messages.NOW;
import static io.perigee.httpcaching.Messages.date;
import static io.perigee.httpcaching.Messages.get;
import static io.perigee.httpcaching.Messages.ok;
import static io.perigee.httpcaching.Messages.request;
import static io.perigee.httpcaching.Messages.response;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.httpcaching.Storability.NotStorable;
import io.perigee.httpcaching.Storability.Reason;
import io.perigee.httpcaching.Storability.Source;
import io.perigee.httpcaching.Storability.Storable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorabilityTest {
    private static final TtlBounds ORIGIN = TtlBounds.ORIGIN_ONLY;

    @Test
    void sMaxageGoesBeforeMaxAgeBeforeExpires() {
        String expires = date(100);
        assertStored(ok("Cache-Control", "s-maxage=1, max-age=10", "Expires", expires), Source.S_MAXAGE, 1);
        assertStored(ok("Cache-Control", "max-age=10", "Expires", expires), Source.MAX_AGE, 10);
        assertStored(ok("Expires", expires, "Date", date(-20)), Source.EXPIRES, 120);
        assertStored(ok("Expires", expires), Source.EXPIRES, 100);
    }

    @Test
    void theTargetedFieldPutsExpiresOutOfForce() {
        assertReason(Reason.NOT_REUSABLE, get(), ok("CDN-Cache-Control", "foo", "Expires", date(100)));
        assertStored(ok("CDN-Cache-Control", "max-age=5", "Cache-Control", "no-store"), Source.MAX_AGE, 5);
        assertReason(Reason.PRIVATE, get(), ok("CDN-Cache-Control", "private", "Cache-Control", "max-age=5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon", "Thu, 01 Jan 1970 00:00:00 GMT"})
    void expiresThatIsPastOrNoDateMeansStale(String expires) {
        assertReason(Reason.NOT_REUSABLE, get(), ok("Expires", expires));
        Storable storable = storable(get(), ok("Expires", expires, "ETag", "\"a\""), ORIGIN);
        assertThat(storable.freshnessLifetimeMillis()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 203, 204, 299, 301, 302, 303, 307, 308, 400, 404, 410, 499, 500, 502, 503, 504, 599})
    void anyFinalStatusIsStoredWithALifetime(int status) {
        assertStored(response(status, "Cache-Control", "max-age=60"), Source.MAX_AGE, 60);
    }

    @ParameterizedTest
    @CsvSource({"206,PARTIAL", "304,NOT_MODIFIED", "103,INTERIM_STATUS"})
    void someStatusesAreNeverStored(int status, Reason reason) {
        assertReason(reason, get(), response(status, "Cache-Control", "max-age=60"));
    }

    @Test
    void aContentRangeMeansNothingOnAStatusThatIsNotAboutRanges() {
        assertStored(ok("Cache-Control", "max-age=60", "Content-Range", "bytes 0-1/2"), Source.MAX_AGE, 60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "get", "FOO"})
    void onlyResponsesToReadingMethodsAreStored(String method) {
        assertReason(Reason.METHOD, request(method), ok("Cache-Control", "max-age=60"));
    }

    @Test
    void directivesForbidStoring() {
        assertReason(Reason.NO_STORE, get(), ok("Cache-Control", "no-store, max-age=60"));
        assertReason(Reason.PRIVATE, get(), ok("Cache-Control", "private, max-age=60"));
        assertReason(Reason.VARY_ANY, get(), ok("Cache-Control", "max-age=60", "Vary", "Foo", "Vary", ", *"));
    }

    @Test
    void mustUnderstandOverridesNoStoreForKnownStatusesOnly() {
        assertStored(ok("Cache-Control", "must-understand, no-store, max-age=60"), Source.MAX_AGE, 60);
        assertReason(
                Reason.NOT_UNDERSTOOD, get(), response(299, "Cache-Control", "must-understand, no-store, max-age=60"));
    }

    @Test
    void anAuthorizedResponseIsSharedOnlyWhenItSaysSo() {
        RequestHead request = get("Authorization", "Basic eA==");
        assertReason(Reason.AUTHORIZATION, request, ok("Cache-Control", "max-age=60"));
        for (String permission : new String[] {"public", "must-revalidate", "s-maxage=60"}) {
            assertThat(storable(request, ok("Cache-Control", "max-age=60, " + permission), ORIGIN))
                    .isNotNull();
        }
        assertReason(
                Reason.AUTHORIZATION, request, ok("Cache-Control", "max-age=60"), new TtlBounds(60, 60, 60, false));
    }

    @Test
    void listedFieldsAreWithheld() {
        Storable storable =
                storable(get(), ok("Cache-Control", "max-age=60, private=\"X-User\", no-cache=\"Set-Cookie\""), ORIGIN);
        assertThat(storable.withheldFields()).containsExactly("set-cookie", "x-user");
    }

    @Test
    void setCookieDoesNotPreventStoring() {
        assertStored(ok("Cache-Control", "max-age=60", "Set-Cookie", "a=b"), Source.MAX_AGE, 60);
    }

    @Test
    void noCacheIsStoredOnlyWithAValidator() {
        assertReason(Reason.NOT_REUSABLE, get(), ok("Cache-Control", "no-cache, max-age=60"));
        assertThat(storable(get(), ok("Cache-Control", "no-cache", "ETag", "\"a\""), ORIGIN)
                        .directives()
                        .noCache())
                .isTrue();
    }

    @Test
    void nothingSaidIsStoredOnlyWithAValidatorOrADefault() {
        assertReason(Reason.NOT_REUSABLE, get(), ok());
        assertThat(storable(get(), ok("Last-Modified", date(-1000)), ORIGIN).freshnessLifetimeMillis())
                .isZero();
        assertThat(storable(get(), ok(), new TtlBounds(0, 86_400, 31_536_000, false)))
                .extracting(Storable::source, Storable::freshnessLifetimeMillis)
                .containsExactly(Source.DEFAULT_TTL, 86_400_000L);
        assertReason(Reason.STATUS, get(), response(302), new TtlBounds(0, 86_400, 31_536_000, false));
    }

    @Test
    void staleWindowsMakeAResponseWithoutLifetimeWorthStoring() {
        Storable storable = storable(get(), ok("Cache-Control", "max-age=0, stale-while-revalidate=30"), ORIGIN);
        assertThat(storable.staleWhileRevalidateMillis()).isEqualTo(30_000);
        assertThat(storable.staleIfErrorMillis()).isEqualTo(CacheControl.ABSENT);
    }

    @Test
    void heuristicsTakeATenthOfTheTimeSinceTheLastModificationUpToADay() {
        TtlBounds heuristic = ORIGIN.withHeuristics(true);
        assertThat(storable(get(), ok("Last-Modified", date(-1000)), heuristic))
                .extracting(Storable::source, Storable::freshnessLifetimeMillis)
                .containsExactly(Source.HEURISTIC, 100_000L);
        assertThat(storable(get(), ok("Last-Modified", date(-100_000_000)), heuristic)
                        .freshnessLifetimeMillis())
                .isEqualTo(86_400_000);
        assertThat(storable(get(), ok("Last-Modified", date(1000)), heuristic).freshnessLifetimeMillis())
                .isZero();
        assertReason(Reason.STATUS, get(), response(403, "Last-Modified", date(-1000)), heuristic);
        assertThat(storable(get(), response(599, "Last-Modified", date(-1000), "Cache-Control", "public"), heuristic)
                        .source())
                .isEqualTo(Source.HEURISTIC);
    }

    /** CloudFront's table: minimum 0. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"max-age=100|100", "max-age=5000|1000", "s-maxage=50, max-age=100|50", "public|500"})
    void theMaximumCapsWhatTheOriginSays(String cacheControl, long expected) {
        assertThat(storable(get(), ok("Cache-Control", cacheControl), new TtlBounds(0, 500, 1000, false))
                        .freshnessLifetimeMillis())
                .isEqualTo(expected * 1000);
    }

    /** CloudFront's table: minimum above 0. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=5|60|MAX_AGE",
                "max-age=100|100|MAX_AGE",
                "max-age=5000|1000|MAX_AGE",
                "foo|500|DEFAULT_TTL",
                "no-cache|60|MINIMUM_TTL",
                "no-store|60|MINIMUM_TTL",
                "private|60|MINIMUM_TTL",
                "no-store, max-age=500|60|MINIMUM_TTL"
            })
    void theMinimumHoldsAgainstWhatTheOriginSays(String cacheControl, long expected, Source source) {
        Storable storable = storable(get(), ok("Cache-Control", cacheControl), new TtlBounds(60, 500, 1000, false));
        assertThat(storable.freshnessLifetimeMillis()).isEqualTo(expected * 1000);
        assertThat(storable.source()).isEqualTo(source);
        assertThat(storable.directives().noCache()).isFalse();
    }

    @Test
    void theMinimumIsTheDefaultWhenItIsGreater() {
        assertThat(storable(get(), ok(), new TtlBounds(600, 500, 1000, false)).freshnessLifetimeMillis())
                .isEqualTo(600_000);
        assertThat(storable(get(), response(302), new TtlBounds(600, 500, 1000, false))
                        .freshnessLifetimeMillis())
                .isEqualTo(600_000);
    }

    @Test
    void staleWindowsCountUpToTheMaximum() {
        Storable storable = storable(
                get(),
                ok("Cache-Control", "max-age=1, stale-while-revalidate=5000, stale-if-error=0"),
                new TtlBounds(0, 0, 1000, false));
        assertThat(storable.staleWhileRevalidateMillis()).isEqualTo(1_000_000);
        assertThat(storable.staleIfErrorMillis()).isZero();
    }

    @Test
    void aMaximumOfNothingTurnsCachingOff() {
        assertReason(Reason.CACHING_DISABLED, get(), ok("Cache-Control", "max-age=60"), new TtlBounds(0, 0, 0, false));
    }

    @Test
    void anErrorIsKeptForItsMinimumOrForLongerWhenTheOriginSaysSo() {
        assertThat(storable(get(), response(503, "Cache-Control", "no-store"), TtlBounds.ofError(10))
                        .freshnessLifetimeMillis())
                .isEqualTo(10_000);
        assertThat(storable(get(), response(503, "Cache-Control", "max-age=60"), TtlBounds.ofError(10))
                        .freshnessLifetimeMillis())
                .isEqualTo(60_000);
        assertThat(storable(get(), response(404), TtlBounds.ofError(10)).freshnessLifetimeMillis())
                .isEqualTo(10_000);
    }

    private static void assertStored(ResponseHead response, Source source, long seconds) {
        assertThat(storable(get(), response, ORIGIN))
                .extracting(Storable::source, Storable::freshnessLifetimeMillis)
                .containsExactly(source, seconds * 1000);
    }

    private static void assertReason(Reason reason, RequestHead request, ResponseHead response) {
        assertReason(reason, request, response, ORIGIN);
    }

    private static void assertReason(Reason reason, RequestHead request, ResponseHead response, TtlBounds bounds) {
        assertThat(Storability.decide(request, response, bounds, NOW)).isEqualTo(new NotStorable(reason));
    }

    private static Storable storable(RequestHead request, ResponseHead response, TtlBounds bounds) {
        Storability storability = Storability.decide(request, response, bounds, NOW);
        if (storability instanceof Storable storable) {
            return storable;
        }
        throw new AssertionError(storability.toString());
    }
}
