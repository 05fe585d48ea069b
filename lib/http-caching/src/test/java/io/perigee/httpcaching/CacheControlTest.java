package io.perigee.httpcaching;

import static io.perigee.httpcaching.CacheControl.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheControlTest {
    @Test
    void readsAllDirectives() {
        CacheControl all =
                CacheControl.parse("max-age=1, s-maxage=2, max-stale=3, min-fresh=4, stale-while-revalidate=5,"
                        + " stale-if-error=6, no-store, no-cache, private, public, must-revalidate, proxy-revalidate,"
                        + " must-understand, no-transform, only-if-cached, immutable");
        assertThat(all.maxAgeSeconds()).isEqualTo(1);
        assertThat(all.sMaxageSeconds()).isEqualTo(2);
        assertThat(all.maxStaleSeconds()).isEqualTo(3);
        assertThat(all.minFreshSeconds()).isEqualTo(4);
        assertThat(all.staleWhileRevalidateSeconds()).isEqualTo(5);
        assertThat(all.staleIfErrorSeconds()).isEqualTo(6);
        assertThat(all.noStore() && all.noCache() && all.isPrivate() && all.isPublic() && all.mustRevalidate())
                .isTrue();
        assertThat(all.proxyRevalidate() && all.mustUnderstand() && all.noTransform())
                .isTrue();
        assertThat(all.onlyIfCached() && all.immutable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "max-age=3600 | 3600",
                "MaX-aGe=3600 | 3600",
                "max-age=\"3600\" | 3600",
                "max-age=003600 | 3600",
                "max-age=2147483648 | 2147483648",
                "max-age=99999999999999999999999 | 2147483648",
                "max-age=1800, max-age=1 | 1800",
                "max-age=1, max-age=1800 | 1",
                "foo, max-age=7 | 7",
                ",, ,max-age=7,, | 7",
                "extension=\"max-age=3600\", max-age=1 | 1",
                "max-age=1, extension=\"max-age=3600\" | 1",
                "extension=\"a\\\", max-age=5\", max-age=1 | 1",
                "max-age | 0",
                "max-age= | 0",
                "max-age=-1 | 0",
                "max-age=+1 | 0",
                "max-age=1.5 | 0",
                "max-age=a100 | 0",
                "max-age=100a | 0",
                "max-age='3600' | 0",
                "max-age =3600 | 0",
                "max-age= 3600 | 0",
                "max-age=\"36 | 36",
                "max-ageing=5 | -1",
                "; max-age=5 | -1",
            })
    void readsSecondsAndTakesWhatIsInvalidAsStale(String field, long expected) {
        assertThat(CacheControl.parse(field).maxAgeSeconds()).isEqualTo(expected);
    }

    @Test
    void linesCountAsOne() {
        CacheControl both =
                CacheControl.ofResponse(Headers.of("Cache-Control", "max-age=3600", "cache-control", "s-maxage=1"));
        assertThat(both.sMaxageSeconds()).isEqualTo(1);
        assertThat(both.maxAgeSeconds()).isEqualTo(3600);
    }

    @Test
    void aRestrictionHoldsWithWhateverStandsBehindIt() {
        assertThat(CacheControl.parse("no-store; foo").noStore()).isTrue();
        assertThat(CacheControl.parse("No-StOrE=1").noStore()).isTrue();
    }

    @Test
    void listedFieldsAreNotTheWholeResponse() {
        CacheControl listed = CacheControl.parse("no-cache=\"Set-Cookie, X-A\", private=X-B");
        assertThat(listed.noCache()).isFalse();
        assertThat(listed.noCacheFields()).containsExactly("set-cookie", "x-a");
        assertThat(listed.isPrivate()).isFalse();
        assertThat(listed.privateFields()).containsExactly("x-b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private=\"\"",
                "private=",
                "private=\"a b\"",
                "private= \"set-cookie\"",
                "private =\"set-cookie\"",
                "private=\"x\", private",
                "private, private=\"x\""
            })
    void aListThatNamesNoFieldsIsTheWholeResponse(String field) {
        assertThat(CacheControl.parse(field).isPrivate()).isTrue();
    }

    @Test
    void maxStaleWithoutALimitAcceptsAnyAge() {
        assertThat(CacheControl.parse("max-stale").maxStaleSeconds()).isEqualTo(1L << 31);
    }

    @Test
    void pragmaCountsOnlyWithoutCacheControl() {
        assertThat(CacheControl.ofRequest(Headers.of("Pragma", "no-cache")).noCache())
                .isTrue();
        assertThat(CacheControl.ofRequest(Headers.of("Pragma", "no-cache", "Cache-Control", "max-age=5"))
                        .noCache())
                .isFalse();
        assertThat(CacheControl.ofRequest(Headers.of("Pragma", "max-age=0")).maxAgeSeconds())
                .isEqualTo(ABSENT);
        assertThat(CacheControl.ofResponse(Headers.of("Pragma", "no-cache")).noCache())
                .isFalse();
        assertThat(CacheControl.ofRequest(Headers.of())).isSameAs(CacheControl.NONE);
    }

    @Test
    void theTargetedFieldReplacesCacheControl() {
        CacheControl directives = CacheControl.ofResponse(
                Headers.of("Cache-Control", "no-store", "CDN-Cache-Control", "max-age=600, must-revalidate, foo;a=1"));
        assertThat(directives.targeted()).isTrue();
        assertThat(directives.noStore()).isFalse();
        assertThat(directives.maxAgeSeconds()).isEqualTo(600);
        assertThat(directives.mustRevalidate()).isTrue();
    }

    @Test
    void theTargetedFieldListsFieldsAndTurnsDirectivesOff() {
        CacheControl directives = targeted("no-cache=(\"set-cookie\" \"x-a\"), private=?0, no-store=?1");
        assertThat(directives.targeted()).isTrue();
        assertThat(directives.noCacheFields()).containsExactly("set-cookie", "x-a");
        assertThat(directives.isPrivate()).isFalse();
        assertThat(directives.noStore()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "max-age=10000, &&&&&",
                "max-age=\"10000\"",
                "max-age =100",
                "max-age= 100",
                "MaX-aGe=3600",
                "max-age=1,",
                "max-age=1.5",
                "max-age=9999999999999999",
                "no-store=yes",
                "private=5",
                "a=(\"b\"",
                "a=\"b",
                "a=:b",
                "a=?2",
                "a=-",
                "a=1.",
                "a=1.2345",
                "a=%\"%C3%A9\"",
                "a=%\"%c3\"",
                "a=%\"%6\"",
                "a=%\"b",
                "a=%b",
                "a=;"
            })
    void aTargetedFieldThatIsMalformedOrOfAWrongTypeIsIgnored(String field) {
        CacheControl directives =
                CacheControl.ofResponse(Headers.of("Cache-Control", "max-age=1", "CDN-Cache-Control", field));
        assertThat(directives.targeted()).isFalse();
        assertThat(directives.maxAgeSeconds()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-age=99999999999",
                "max-age=5;p=1;q=\"x\";r",
                "a=(1 2.5 tok :YQ==: ?1 @1659578233),\tmax-age=5",
                "x=*t/o:k, max-age=5",
                "max-age=1, max-age=5",
                "a=\"\\\"\\\\\", max-age=5",
                "a=%\"caf%c3%a9 \\\";p=%\"\", max-age=5"
            })
    void aTargetedFieldMayHoldAnythingThatIsWellFormed(String field) {
        CacheControl directives = targeted(field);
        assertThat(directives.targeted()).isTrue();
        assertThat(directives.maxAgeSeconds()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void aNegativeTargetedLifetimeIsStale() {
        assertThat(CacheControl.ofResponse(Headers.of("CDN-Cache-Control", "max-age=-5"))
                        .maxAgeSeconds())
                .isZero();
    }

    private static CacheControl targeted(String field) {
        return CacheControl.ofResponse(Headers.of("CDN-Cache-Control", field));
    }
}
