package io.perigee.delivery.key;

import static io.perigee.delivery.Fixtures.behavior;
import static io.perigee.delivery.Fixtures.compiled;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.ErrorTtl;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.httpcaching.TtlBounds;
import org.junit.jupiter.api.Test;

class TtlRulesTest {

    private final CompiledDistribution distribution = compiled("""
            id: d
            origins: [{id: a, domainName: a.example.com}]
            defaultCacheBehavior: {targetOriginId: a}
            customErrorResponses:
              - {errorCode: 404, errorCachingMinTtl: 5m}
              - {errorCode: 503, errorCachingMinTtl: 0s}
            """);

    @Test
    void theBoundsAreThePolicys() {
        assertThat(TtlRules.CLOUDFRONT.bounds(
                        behavior("minTtl: 1s, defaultTtl: 1m, maxTtl: 1h, heuristicFreshness: true", null)))
                .isEqualTo(new TtlBounds(1, 60, 3600, true));
    }

    @Test
    void errorsAreKeptTenSecondsUnlessTheDistributionSaysHowLong() {
        ErrorTtl errors = TtlRules.CLOUDFRONT.errors(distribution);

        assertThat(errors.seconds(404)).isEqualTo(300);
        assertThat(errors.seconds(503)).isZero();
        assertThat(errors.seconds(502)).isEqualTo(10);
    }

    @Test
    void statusesThatCloudFrontDoesNotCacheAreLeftToTheOrigin() {
        assertThat(TtlRules.CLOUDFRONT.errors(distribution).seconds(401)).isZero();
        assertThat(TtlRules.CLOUDFRONT.errors(distribution).seconds(429)).isZero();
    }

    @Test
    void anEdgeWithoutPoliciesKeepsErrorsOnlyAsTheOriginSays() {
        assertThat(TtlRules.ORIGIN_ONLY.errors(distribution).seconds(404)).isZero();
    }
}
