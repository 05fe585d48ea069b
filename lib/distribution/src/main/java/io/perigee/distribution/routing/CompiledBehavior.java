package io.perigee.distribution.routing;

import io.perigee.distribution.CacheBehavior;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.EventType;
import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.HttpMethod;
import io.perigee.distribution.OriginRequestPolicy;
import io.perigee.distribution.ResponseHeadersPolicy;
import io.perigee.distribution.VersionWeight;
import io.perigee.distribution.network.NetworkConfig.WeightedFunction;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A cache behavior with everything that it names looked up. */
public final class CompiledBehavior {

    private final CacheBehavior behavior;
    private final PathPattern pattern;
    private final CachePolicy cachePolicy;
    private final @Nullable OriginRequestPolicy originRequestPolicy;
    private final @Nullable ResponseHeadersPolicy responseHeadersPolicy;
    private final List<AddedHeader> addedHeaders;
    private final Map<String, String> keyParts = new ConcurrentHashMap<>();
    private final String keyPart;
    private final OriginTarget target;
    private final Map<EventType, FunctionBinding> functions;
    private final Set<String> allowed;
    private final Set<String> cached;

    /**
     * A function at one of the behavior's points.
     *
     * @param versions that the calls go to, by their shares; not empty, and the shares together are all calls
     * @param includeBody whether it gets the request's body
     */
    public record FunctionBinding(List<WeightedFunction> versions, boolean includeBody) {

        public FunctionBinding {
            versions = List.copyOf(versions);
        }

        /** How its versions are run, which is the same for all. */
        public FunctionRuntime.Family family() {
            return versions.getFirst().function().runtime().family();
        }

        /**
         * The version for one call.
         *
         * @param point a number from 0 to below {@link VersionWeight#WHOLE}, all as likely as each other
         */
        public FunctionVersion pick(int point) {
            int rest = point;
            for (WeightedFunction version : versions) {
                rest -= version.weight();
                if (rest < 0) {
                    return version.function();
                }
            }
            throw new IllegalArgumentException(point + " is not below " + VersionWeight.WHOLE);
        }
    }

    CompiledBehavior(
            CacheBehavior behavior,
            CachePolicy cachePolicy,
            @Nullable OriginRequestPolicy originRequestPolicy,
            @Nullable ResponseHeadersPolicy responseHeadersPolicy,
            OriginTarget target,
            Map<EventType, FunctionBinding> functions) {
        this.behavior = behavior;
        this.pattern = PathPattern.of(behavior.pathPattern());
        this.cachePolicy = cachePolicy;
        this.originRequestPolicy = originRequestPolicy;
        this.responseHeadersPolicy = responseHeadersPolicy;
        this.addedHeaders = responseHeadersPolicy == null ? List.of() : AddedHeader.of(responseHeadersPolicy);
        this.keyPart = pattern.source() + '\n';
        this.target = target;
        this.functions = functions.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(functions));
        this.allowed = names(behavior.allowedMethods());
        this.cached = names(behavior.cachedMethods());
    }

    /** The behavior as configured. */
    public CacheBehavior behavior() {
        return behavior;
    }

    /** The paths that it is for. */
    public PathPattern pattern() {
        return pattern;
    }

    /** Its cache policy. */
    public CachePolicy cachePolicy() {
        return cachePolicy;
    }

    /**
     * What the cache keys of the behavior's requests have in common that accept the same encodings.
     *
     * @param acceptEncoding normalized, of which there are a handful; null for none, or where they do not count
     */
    public String keyPart(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return keyPart;
        }
        String known = keyParts.get(acceptEncoding);
        return known != null
                ? known
                : keyParts.computeIfAbsent(
                        acceptEncoding, value -> keyPart + "accept-encoding=" + value.length() + ':' + value + '\n');
    }

    /** Its origin request policy, if it has one. */
    public @Nullable OriginRequestPolicy originRequestPolicy() {
        return originRequestPolicy;
    }

    /** Its response headers policy, if it has one. */
    public @Nullable ResponseHeadersPolicy responseHeadersPolicy() {
        return responseHeadersPolicy;
    }

    /** What its response headers policy adds, worked out. */
    public List<AddedHeader> addedHeaders() {
        return addedHeaders;
    }

    /** Where its content comes from. */
    public OriginTarget target() {
        return target;
    }

    /** The function that runs at a point, or null. */
    public @Nullable FunctionBinding function(EventType point) {
        return functions.get(point);
    }

    /** Every function by the point at which it runs. */
    public Map<EventType, FunctionBinding> functions() {
        return functions;
    }

    /** Whether requests with this method are served; methods are case-sensitive (RFC 9110, section 9.1). */
    public boolean allowsMethod(String method) {
        return allowed.contains(method);
    }

    /** Whether responses to this method are cached. */
    public boolean cachesMethod(String method) {
        return cached.contains(method);
    }

    private static Set<String> names(Set<HttpMethod> methods) {
        Set<String> names = HashSet.newHashSet(methods.size());
        methods.forEach(method -> names.add(method.name()));
        return Set.copyOf(names);
    }
}
