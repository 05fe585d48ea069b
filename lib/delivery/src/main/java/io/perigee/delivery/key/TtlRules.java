package io.perigee.delivery.key;

import io.perigee.cache.ErrorTtl;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.CustomErrorResponse;
import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.httpcaching.TtlBounds;
import java.util.Set;

/** How long responses are kept, by a behavior's cache policy and a distribution's custom error responses. */
public enum TtlRules {

    /** As CloudFront documents it: the policy's bounds, and errors for 10 s where the distribution says nothing else. */
    CLOUDFRONT {
        @Override
        public ErrorTtl errors(CompiledDistribution distribution) {
            return status -> {
                CustomErrorResponse response = distribution.errorResponse(status);
                if (response != null) {
                    return response.errorCachingMinTtl().toSeconds();
                }
                return CACHED_ERRORS.contains(status) ? DEFAULT_ERROR_SECONDS : 0;
            };
        }
    },

    /** Only what the origin says. */
    ORIGIN_ONLY {
        @Override
        public ErrorTtl errors(CompiledDistribution distribution) {
            return ErrorTtl.NONE;
        }
    };

    private static final long DEFAULT_ERROR_SECONDS = 10;
    private static final Set<Integer> CACHED_ERRORS =
            Set.of(400, 403, 404, 405, 410, 414, 416, 500, 501, 502, 503, 504);

    public abstract ErrorTtl errors(CompiledDistribution distribution);

    public TtlBounds bounds(CompiledBehavior behavior) {
        CachePolicy policy = behavior.cachePolicy();
        return new TtlBounds(
                policy.minTtl().toSeconds(),
                policy.defaultTtl().toSeconds(),
                policy.maxTtl().toSeconds(),
                policy.heuristicFreshness());
    }
}
