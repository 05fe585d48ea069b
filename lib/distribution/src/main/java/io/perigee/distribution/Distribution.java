package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set of host names, and how the network answers requests for them.
 *
 * <p>See <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html">DistributionConfig</a>.
 */
public record Distribution(
        @Describes(value = "Names the distribution in the API, in logs and in metrics.", format = Format.ID)
        String id,

        @Describes(value = "A note for people.", defaultValue = "''", maxLength = 1_000)
        String comment,

        @Describes(
                value = "Whether viewers are served; a disabled distribution's hosts are unknown to the network.",
                defaultValue = "true")
        boolean enabled,

        @Describes(
                value =
                        "The host names that belong to the distribution. A wildcard (*.example.com) covers every name below it; an exact name wins over a wildcard, a longer wildcard over a shorter one. IP addresses and localhost serve local use.",
                defaultValue = "[]",
                format = Format.ALIAS,
                maxLength = 253,
                maxItems = Limits.ALIASES)
        List<String> aliases,

        @Describes(
                value = "The object that a request for / gets, such as index.html; empty: the origin is asked for /.",
                defaultValue = "''",
                format = Format.ROOT_OBJECT,
                maxLength = 255)
        String defaultRootObject,

        @Describes(value = "Where content comes from.", minItems = 1, maxItems = Limits.ORIGINS)
        List<Origin> origins,

        @Describes(
                value = "Pairs of origins of which the second answers when the first fails.",
                defaultValue = "[]",
                maxItems = Limits.ORIGIN_GROUPS)
        List<OriginGroup> originGroups,

        @Describes("How requests are handled that match no other behavior's path pattern.")
        CacheBehavior defaultCacheBehavior,

        @Describes(
                value = "How requests are handled by path: the first behavior whose pattern matches is used.",
                defaultValue = "[]",
                maxItems = Limits.CACHE_BEHAVIORS)
        List<CacheBehavior> cacheBehaviors,

        @Describes(value = "What viewers get instead of an error.", defaultValue = "[]", maxItems = 20)
        List<CustomErrorResponse> customErrorResponses,

        @Describes(value = "Which countries are served.", defaultValue = "{}")
        GeoRestriction geoRestriction,

        @Describes(
                value = "The regions whose edges serve the distribution; empty: all.",
                defaultValue = "[]",
                format = Format.ID,
                maxItems = 100)
        Set<String> priceClass,

        @Describes(
                value = "Whether an edge redirects a viewer whose nearest region is another one to an edge there.",
                defaultValue = "false")
        boolean viewerRegionRedirect,

        @Describes("Where its access log is delivered; left out: nowhere.") @Nullable
        Logging logging,

        @Describes(
                value = "What behaviors may name as their real-time log.",
                defaultValue = "[]",
                maxItems = Limits.CACHE_BEHAVIORS)
        List<RealtimeLogConfig> realtimeLogConfigs)
        implements Resource {

    public Distribution {
        aliases = List.copyOf(aliases);
        origins = List.copyOf(origins);
        originGroups = List.copyOf(originGroups);
        cacheBehaviors = List.copyOf(cacheBehaviors);
        customErrorResponses = List.copyOf(customErrorResponses);
        priceClass = Ordered.copyOf(priceClass);
        realtimeLogConfigs = List.copyOf(realtimeLogConfigs);
    }

    /** A distribution with one origin behind all paths, and defaults for the rest. */
    public static Distribution of(String id, List<String> aliases, Origin origin) {
        return new Distribution(
                id,
                "",
                true,
                aliases,
                "",
                List.of(origin),
                List.of(),
                CacheBehavior.of(origin.id()),
                List.of(),
                List.of(),
                GeoRestriction.NONE,
                Set.of(),
                false,
                null,
                List.of());
    }

    /** This distribution with another default behavior. */
    public Distribution withDefaultCacheBehavior(CacheBehavior behavior) {
        return new Distribution(
                id,
                comment,
                enabled,
                aliases,
                defaultRootObject,
                origins,
                originGroups,
                behavior,
                cacheBehaviors,
                customErrorResponses,
                geoRestriction,
                priceClass,
                viewerRegionRedirect,
                logging,
                realtimeLogConfigs);
    }

    /** Its real-time log configuration of that name, or null. */
    public @Nullable RealtimeLogConfig realtimeLogConfig(String name) {
        for (RealtimeLogConfig config : realtimeLogConfigs) {
            if (config.name().equals(name)) {
                return config;
            }
        }
        return null;
    }

    /** Whether edges in {@code region} serve this distribution. */
    public boolean servedIn(String region) {
        return priceClass.isEmpty() || priceClass.contains(region);
    }
}
