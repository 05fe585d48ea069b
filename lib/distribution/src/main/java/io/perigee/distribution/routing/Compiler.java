package io.perigee.distribution.routing;

import io.perigee.distribution.CacheBehavior;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.EventType;
import io.perigee.distribution.FunctionAssociation;
import io.perigee.distribution.Origin;
import io.perigee.distribution.OriginGroup;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.network.NetworkConfig.WeightedFunction;
import io.perigee.distribution.routing.CompiledBehavior.FunctionBinding;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looks up everything that a distribution names; what it names must exist. */
final class Compiler {

    private final NetworkConfig config;
    private final Distribution distribution;
    private final Map<String, OriginTarget> targets = new HashMap<>();

    private Compiler(NetworkConfig config, Distribution distribution) {
        this.config = config;
        this.distribution = distribution;
        Map<String, Origin> origins = new HashMap<>();
        for (Origin origin : distribution.origins()) {
            origins.put(origin.id(), origin);
            targets.put(origin.id(), new OriginTarget.Single(origin));
        }
        for (OriginGroup group : distribution.originGroups()) {
            List<Origin> members = group.members().stream()
                    .map(member -> found(origins.get(member), member))
                    .toList();
            targets.put(group.id(), new OriginTarget.Group(group.id(), members, group.failoverStatusCodes()));
        }
    }

    static CompiledDistribution compile(NetworkConfig config, Distribution distribution) {
        Compiler compiler = new Compiler(config, distribution);
        return new CompiledDistribution(
                distribution,
                compiler.behavior(distribution.defaultCacheBehavior()),
                distribution.cacheBehaviors().stream().map(compiler::behavior).toList());
    }

    private CompiledBehavior behavior(CacheBehavior behavior) {
        Map<EventType, FunctionBinding> functions = new EnumMap<>(EventType.class);
        for (FunctionAssociation association : behavior.functionAssociations()) {
            functions.put(
                    association.eventType(), new FunctionBinding(versions(association), association.includeBody()));
        }
        String originRequest = behavior.originRequestPolicyId();
        String responseHeaders = behavior.responseHeadersPolicyId();
        return new CompiledBehavior(
                behavior,
                found(config.cachePolicy(behavior.cachePolicyId()), behavior.cachePolicyId()),
                originRequest == null ? null : found(config.originRequestPolicy(originRequest), originRequest),
                responseHeaders == null ? null : found(config.responseHeadersPolicy(responseHeaders), responseHeaders),
                found(targets.get(behavior.targetOriginId()), behavior.targetOriginId()),
                functions);
    }

    private List<WeightedFunction> versions(FunctionAssociation association) {
        List<WeightedFunction> versions = config.functions(association.function(), association.version());
        return found(versions.isEmpty() ? null : versions, association.function());
    }

    private <T> T found(@Nullable T value, String id) {
        return Objects.requireNonNull(value, () -> "distribution " + distribution.id() + " names unknown " + id);
    }
}
