package io.perigee.edge;

import io.perigee.distribution.CacheBehavior;
import io.perigee.distribution.CacheKeyHeaders;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.NameSelection;
import io.perigee.distribution.Origin;
import io.perigee.distribution.OriginRequestHeaders;
import io.perigee.distribution.OriginRequestPolicy;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.distribution.routing.DistributionRouting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The distribution of an edge that stands alone: everything goes to one origin as it came (but for {@code Accept-Encoding} where it compresses), and
 * nothing but its headers sets TTLs.
 */
final class StandAloneDistribution {

    private static final String ID = "stand-alone";
    private static final Duration NO_BOUND = Duration.ofDays(3650);

    private StandAloneDistribution() {}

    static CompiledDistribution of(URI origin, boolean compress) {
        CachePolicy cachePolicy = new CachePolicy(
                ID,
                "",
                Duration.ZERO,
                Duration.ZERO,
                NO_BOUND,
                new CacheKeyHeaders(CacheKeyHeaders.Behavior.ALLOWLIST, Set.of("Host")),
                NameSelection.NONE,
                NameSelection.ALL,
                compress,
                compress,
                true,
                true);
        OriginRequestPolicy originRequestPolicy =
                new OriginRequestPolicy(ID, "", OriginRequestHeaders.ALL_VIEWER, NameSelection.ALL, NameSelection.ALL);
        CacheBehavior behavior = CacheBehavior.of(ID).withPolicies(ID, ID, null);
        Distribution distribution =
                Distribution.of(ID, List.of(), origin(origin)).withDefaultCacheBehavior(behavior);
        NetworkConfig config = NetworkConfig.EMPTY
                .with(1, new Change.CachePolicyApplied(cachePolicy))
                .with(2, new Change.OriginRequestPolicyApplied(originRequestPolicy))
                .with(3, new Change.DistributionApplied(distribution));
        CompiledDistribution compiled = DistributionRouting.of(config).byId(ID);
        if (compiled == null) {
            throw new IllegalStateException("the stand-alone distribution does not compile");
        }
        return compiled;
    }

    private static Origin origin(URI url) {
        boolean https = "https".equals(url.getScheme());
        boolean path = url.getRawPath() != null && url.getRawPath().length() > 1;
        if ((!https && !"http".equals(url.getScheme())) || url.getHost() == null || path) {
            throw new IllegalArgumentException(
                    "origin: \"" + url + "\" is not http://host[:port] or https://host[:port] without a path");
        }
        String host = url.getHost().replaceAll("^\\[|]$", "");
        int port = url.getPort() > 0 ? url.getPort() : https ? 443 : 80;
        return https ? Origin.https(ID, host, port) : Origin.http(ID, host, port);
    }
}
