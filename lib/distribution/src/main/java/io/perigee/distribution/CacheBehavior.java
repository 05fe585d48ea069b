package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How requests whose path matches a pattern are handled.
 *
 * <p>See <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CacheBehavior.html">CacheBehavior</a>.
 */
public record CacheBehavior(
        @Describes(
                value =
                        "The paths that the behavior is for: * stands for any characters, ? for exactly one, letters count as they are written, the query is not looked at, and a leading / is implied. Not given for the default behavior, whose pattern is *.",
                defaultValue = "'*'",
                format = Format.PATH_PATTERN,
                maxLength = Limits.PATH_PATTERN_LENGTH)
        String pathPattern,

        @Describes(value = "The id of the origin or origin group that answers.", format = Format.ID)
        String targetOriginId,

        @Describes(value = "What happens to plain HTTP.", defaultValue = "allow-all")
        ViewerProtocolPolicy viewerProtocolPolicy,

        @Describes(
                value = "The methods that are served, one of three sets: GET, HEAD; GET, HEAD, OPTIONS; or all seven.",
                defaultValue = "[GET, HEAD]",
                maxItems = 7)
        Set<HttpMethod> allowedMethods,

        @Describes(
                value = "The methods whose responses are cached: GET, HEAD; or GET, HEAD, OPTIONS.",
                defaultValue = "[GET, HEAD]",
                maxItems = 7)
        Set<HttpMethod> cachedMethods,

        @Describes(
                value =
                        "Whether the network compresses responses that gain by it, for viewers that accept it and where the cache policy enables the encoding.",
                defaultValue = "true")
        boolean compress,

        @Describes(value = "The cache policy.", defaultValue = ManagedPolicies.CACHING_OPTIMIZED, format = Format.ID)
        String cachePolicyId,

        @Describes(
                value = "The origin request policy; without one the origin gets what is in the cache key.",
                format = Format.ID)
        @Nullable
        String originRequestPolicyId,

        @Describes(value = "The response headers policy.", format = Format.ID) @Nullable
        String responseHeadersPolicyId,

        @Describes(
                value = "The functions that run for the behavior's requests, at most one for each event type.",
                defaultValue = "[]",
                maxItems = Limits.FUNCTION_ASSOCIATIONS)
        List<FunctionAssociation> functionAssociations,

        @Describes(
                value =
                        "The name of one of the distribution's realtimeLogConfigs; left out: there is no real-time log.",
                format = Format.ID)
        @Nullable
        String realtimeLogConfig) {

    public CacheBehavior {
        allowedMethods = Ordered.copyOf(allowedMethods);
        cachedMethods = Ordered.copyOf(cachedMethods);
        functionAssociations = List.copyOf(functionAssociations);
    }

    /** The default behavior for an origin or group, with the defaults for the rest. */
    public static CacheBehavior of(String targetOriginId) {
        Set<HttpMethod> read = EnumSet.of(HttpMethod.GET, HttpMethod.HEAD);
        return new CacheBehavior(
                "*",
                targetOriginId,
                ViewerProtocolPolicy.ALLOW_ALL,
                read,
                read,
                true,
                ManagedPolicies.CACHING_OPTIMIZED,
                null,
                null,
                List.of(),
                null);
    }

    /** This behavior with other allowed methods. */
    public CacheBehavior withAllowedMethods(Set<HttpMethod> methods) {
        return new CacheBehavior(
                pathPattern,
                targetOriginId,
                viewerProtocolPolicy,
                methods,
                cachedMethods,
                compress,
                cachePolicyId,
                originRequestPolicyId,
                responseHeadersPolicyId,
                functionAssociations,
                realtimeLogConfig);
    }

    /** This behavior with other policies. */
    public CacheBehavior withPolicies(
            String cachePolicy, @Nullable String originRequestPolicy, @Nullable String responseHeadersPolicy) {
        return new CacheBehavior(
                pathPattern,
                targetOriginId,
                viewerProtocolPolicy,
                allowedMethods,
                cachedMethods,
                compress,
                cachePolicy,
                originRequestPolicy,
                responseHeadersPolicy,
                functionAssociations,
                realtimeLogConfig);
    }
}
