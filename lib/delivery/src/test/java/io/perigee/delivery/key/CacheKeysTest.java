package io.perigee.delivery.key;

import static io.perigee.delivery.Fixtures.behavior;
import static io.perigee.delivery.Fixtures.compiled;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.CacheKey;
import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.httpcaching.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheKeysTest {

    private static CacheKey key(CompiledBehavior behavior, String target, String... headers) {
        return CacheKeys.of("d", behavior, target, Headers.of(headers)::combined);
    }

    @Test
    void withoutAnythingSelectedOnlyThePathCounts() {
        CompiledBehavior behavior = behavior("comment: ''", null);

        assertThat(key(behavior, "/a?x=1", "Cookie", "a=1", "Accept-Encoding", "gzip", "X", "1"))
                .isEqualTo(key(behavior, "/a"))
                .isNotEqualTo(key(behavior, "/b"));
        assertThat(key(behavior, "/a?x=1").path()).isEqualTo("/a");
    }

    @ParameterizedTest
    @CsvSource({
        "'behavior: none', /a",
        "'behavior: all', /a?x=1&y=2&x=3",
        "'behavior: allowlist, items: [x]', /a?x=1&x=3",
        "'behavior: allowlist, items: [z]', /a",
        "'behavior: allExcept, items: [x]', /a?y=2"
    })
    void queryParametersAreSelectedByNameAndKeepTheirOrder(String selection, String path) {
        CompiledBehavior behavior = behavior("queryStrings: {" + selection + "}", null);

        assertThat(key(behavior, "/a?x=1&y=2&x=3").path()).isEqualTo(path);
    }

    @Test
    void aParameterWithoutValueIsSelectedLikeOthers() {
        CompiledBehavior behavior = behavior("queryStrings: {behavior: allowlist, items: [x]}", null);

        assertThat(key(behavior, "/a?x&y").path()).isEqualTo("/a?x");
        assertThat(key(behavior, "/a?&&y").path()).isEqualTo("/a");
        assertThat(key(behavior, "/a?").path()).isEqualTo("/a");
    }

    @Test
    void theOrderOfParametersCounts() {
        CompiledBehavior behavior = behavior("queryStrings: {behavior: all}", null);

        assertThat(key(behavior, "/a?x=1&y=2")).isNotEqualTo(key(behavior, "/a?y=2&x=1"));
    }

    @Test
    void listedHeadersCountWhateverTheirCaseAndOthersDoNot() {
        CompiledBehavior behavior = behavior("headers: {behavior: allowlist, items: [X-Group, Host]}", null);

        assertThat(key(behavior, "/a", "x-group", "1", "Other", "2")).isEqualTo(key(behavior, "/a", "X-Group", "1"));
        assertThat(key(behavior, "/a", "X-Group", "1"))
                .isNotEqualTo(key(behavior, "/a", "X-Group", "2"))
                .isNotEqualTo(key(behavior, "/a"));
        assertThat(key(behavior, "/a", "Host", "a")).isNotEqualTo(key(behavior, "/a", "Host", "b"));
    }

    @Test
    void aHeaderThatIsEmptyIsNotOneThatIsAbsent() {
        CompiledBehavior behavior = behavior("headers: {behavior: allowlist, items: [X]}", null);

        assertThat(key(behavior, "/a", "X", "")).isNotEqualTo(key(behavior, "/a"));
    }

    @Test
    void headersThatTheNetworkMakesCountAsItMakesThem() {
        CompiledBehavior behavior =
                behavior("headers: {behavior: allowlist, items: [CloudFront-Viewer-Country]}", null);
        FieldSource germany = name -> name.equalsIgnoreCase("CloudFront-Viewer-Country") ? "DE" : null;
        FieldSource korea = name -> name.equalsIgnoreCase("CloudFront-Viewer-Country") ? "KR" : null;

        assertThat(CacheKeys.of("d", behavior, "/a", germany))
                .isEqualTo(CacheKeys.of("d", behavior, "/a", germany))
                .isNotEqualTo(CacheKeys.of("d", behavior, "/a", korea));
    }

    @ParameterizedTest
    @CsvSource({
        "'behavior: none', false, false, false",
        "'behavior: all', true, true, true",
        "'behavior: allowlist, items: [a]', true, false, false",
        "'behavior: allExcept, items: [a]', false, true, true"
    })
    void cookiesAreSelectedByName(String selection, boolean a, boolean b, boolean other) {
        CompiledBehavior behavior = behavior("cookies: {" + selection + "}", null);
        CacheKey key = key(behavior, "/", "Cookie", "a=1; b=2");

        assertThat(!key.equals(key(behavior, "/", "Cookie", "a=9; b=2"))).isEqualTo(a);
        assertThat(!key.equals(key(behavior, "/", "Cookie", "a=1; b=9"))).isEqualTo(b);
        assertThat(!key.equals(key(behavior, "/", "Cookie", "a=1; b=2; c=3"))).isEqualTo(other);
    }

    @Test
    void cookiesInSeveralLinesAreTheSameAsInOne() {
        CompiledBehavior behavior = behavior("cookies: {behavior: allowlist, items: [a, b]}", null);

        assertThat(key(behavior, "/", "Cookie", "a=1", "Cookie", "b=2"))
                .isEqualTo(key(behavior, "/", "Cookie", "a=1; b=2"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "true, true, 'gzip, deflate, br', 'br,gzip'",
                "true, false, 'gzip, deflate, br', gzip",
                "false, true, 'gzip, deflate, br', br",
                "true, true, 'deflate', -",
                "true, true, 'br;q=0, gzip', gzip",
                "false, false, 'gzip', -"
            })
    void acceptEncodingCountsInNormalizedForm(boolean gzip, boolean brotli, String sent, String normalized) {
        CompiledBehavior behavior =
                behavior("enableAcceptEncodingGzip: " + gzip + ", enableAcceptEncodingBrotli: " + brotli, null);

        assertThat(CacheKeys.acceptEncoding(behavior.cachePolicy(), Headers.of("Accept-Encoding", sent)::combined))
                .isEqualTo(normalized);
        CacheKey same = normalized == null ? key(behavior, "/") : key(behavior, "/", "Accept-Encoding", normalized);
        assertThat(key(behavior, "/", "Accept-Encoding", sent)).isEqualTo(same);
    }

    @Test
    void behaviorsDoNotShareWhatFunctionsLeadToTheSamePath() {
        CompiledDistribution distribution = compiled("""
                id: d
                origins: [{id: a, domainName: a.example.com}, {id: b, domainName: b.example.com}]
                defaultCacheBehavior: {targetOriginId: a}
                cacheBehaviors: [{pathPattern: /b/*, targetOriginId: b}]
                """);

        assertThat(key(distribution.behaviorFor("/b/x"), "/x")).isNotEqualTo(key(distribution.defaultBehavior(), "/x"));
    }

    @Test
    void distributionsShareNothing() {
        CompiledBehavior behavior = behavior("comment: ''", null);

        assertThat(CacheKeys.of("d", behavior, "/", name -> null))
                .isNotEqualTo(CacheKeys.of("e", behavior, "/", name -> null));
    }
}
