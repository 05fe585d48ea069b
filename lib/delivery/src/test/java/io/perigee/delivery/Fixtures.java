package io.perigee.delivery;

import static java.util.Objects.requireNonNull;

import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.OriginRequestPolicy;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.distribution.routing.DistributionRouting;
import io.perigee.functions.ViewerLocation;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import org.jspecify.annotations.Nullable;

/** Distributions and requests for tests, written as operators write them. */
public final class Fixtures {

    public static final ViewerContext VIEWER =
            new ViewerContext("request-1", "192.0.2.7", "http", "www.example.org:8080", "", ViewerLocation.UNKNOWN);

    private Fixtures() {}

    public static CompiledDistribution compiled(String yaml, Change... before) {
        Distribution distribution = Documents.parse(yaml, Distribution.class).orThrow();
        NetworkConfig config = NetworkConfig.EMPTY;
        for (Change change : before) {
            config = config.with(config.sequence() + 1, change);
        }
        config = config.with(config.sequence() + 1, new Change.DistributionApplied(distribution));
        DistributionRouting routing = DistributionRouting.of(config);
        return requireNonNull(
                routing.byId(distribution.id()), () -> routing.unresolved().toString());
    }

    /** The only behavior of a distribution with these policies, each without its id. */
    public static CompiledBehavior behavior(String cachePolicy, @Nullable String originRequestPolicy) {
        CachePolicy cache = Documents.parse("{id: c, " + cachePolicy + "}", CachePolicy.class)
                .orThrow();
        Change[] changes = {new Change.CachePolicyApplied(cache)};
        String policies = "cachePolicyId: c";
        if (originRequestPolicy != null) {
            OriginRequestPolicy origin = Documents.parse(
                            "{id: o, " + originRequestPolicy + "}", OriginRequestPolicy.class)
                    .orThrow();
            changes = new Change[] {changes[0], new Change.OriginRequestPolicyApplied(origin)};
            policies += ", originRequestPolicyId: o";
        }
        return compiled("""
                id: d
                origins: [{id: a, domainName: a.example.com}]
                defaultCacheBehavior: {targetOriginId: a, %s}
                """.formatted(policies), changes).defaultBehavior();
    }

    public static Change function(String name) {
        return new Change.FunctionPublished(
                FunctionVersion.verticle(name, 1, "0".repeat(64), 1, "com.example." + name));
    }

    public static DeliveryRequest request(CompiledDistribution distribution, RequestHead head) {
        return new DeliveryRequest(distribution, distribution.behaviorFor(head.target()), VIEWER, head, null);
    }

    public static RequestHead get(String target, String... headers) {
        return new RequestHead("GET", target, Headers.of(headers));
    }
}
