package io.perigee.distribution.network;

import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.FunctionAssociation;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.ManagedPolicies;
import io.perigee.distribution.OriginRequestPolicy;
import io.perigee.distribution.ResponseHeadersPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All resources of a network as they are after the log's entry {@code sequence}. Immutable; the managed policies belong
 * to it without being listed.
 *
 * @param sequence the last entry applied; 0 before the first
 * @param distributions by id
 * @param cachePolicies by id
 * @param originRequestPolicies by id
 * @param responseHeadersPolicies by id
 * @param functions by name, versions ascending, no list empty
 */
public record NetworkConfig(
        long sequence,
        SortedMap<String, Distribution> distributions,
        SortedMap<String, CachePolicy> cachePolicies,
        SortedMap<String, OriginRequestPolicy> originRequestPolicies,
        SortedMap<String, ResponseHeadersPolicy> responseHeadersPolicies,
        SortedMap<String, List<FunctionVersion>> functions) {

    /** A network in which nothing has been configured. */
    public static final NetworkConfig EMPTY =
            new NetworkConfig(0, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    public NetworkConfig {
        distributions = copy(distributions);
        cachePolicies = copy(cachePolicies);
        originRequestPolicies = copy(originRequestPolicies);
        responseHeadersPolicies = copy(responseHeadersPolicies);
        functions = copy(functions);
    }

    /**
     * The config after one more entry of the log.
     *
     * @throws IllegalArgumentException if {@code sequence} is not above this config's
     */
    public NetworkConfig with(long sequence, Change change) {
        if (sequence <= this.sequence) {
            throw new IllegalArgumentException("entry " + sequence + " is not after entry " + this.sequence);
        }
        return switch (change) {
            case Change.DistributionApplied(Distribution distribution) ->
                withDistributions(sequence, map -> map.put(distribution.id(), distribution));
            case Change.DistributionDeleted(String id) -> withDistributions(sequence, map -> map.remove(id));
            case Change.CachePolicyApplied(CachePolicy policy) ->
                withCachePolicies(sequence, map -> map.put(policy.id(), policy));
            case Change.CachePolicyDeleted(String id) -> withCachePolicies(sequence, map -> map.remove(id));
            case Change.OriginRequestPolicyApplied(OriginRequestPolicy policy) ->
                withOriginRequestPolicies(sequence, map -> map.put(policy.id(), policy));
            case Change.OriginRequestPolicyDeleted(String id) ->
                withOriginRequestPolicies(sequence, map -> map.remove(id));
            case Change.ResponseHeadersPolicyApplied(ResponseHeadersPolicy policy) ->
                withResponseHeadersPolicies(sequence, map -> map.put(policy.id(), policy));
            case Change.ResponseHeadersPolicyDeleted(String id) ->
                withResponseHeadersPolicies(sequence, map -> map.remove(id));
            case Change.FunctionPublished(FunctionVersion function) ->
                withFunctions(sequence, map -> map.put(function.name(), published(function)));
            case Change.FunctionDeleted(String name) -> withFunctions(sequence, map -> map.remove(name));
            case Change.InvalidationAccepted ignored -> at(sequence);
        };
    }

    /** The same config after an entry that changes none of it. */
    public NetworkConfig at(long sequence) {
        return withDistributions(sequence, map -> {});
    }

    /** A cache policy, the managed ones included; null: unknown. */
    public @Nullable CachePolicy cachePolicy(String id) {
        CachePolicy managed = ManagedPolicies.cachePolicies().get(id);
        return managed != null ? managed : cachePolicies.get(id);
    }

    /** An origin request policy, the managed ones included; null: unknown. */
    public @Nullable OriginRequestPolicy originRequestPolicy(String id) {
        OriginRequestPolicy managed = ManagedPolicies.originRequestPolicies().get(id);
        return managed != null ? managed : originRequestPolicies.get(id);
    }

    /** A response headers policy, the managed ones included; null: unknown. */
    public @Nullable ResponseHeadersPolicy responseHeadersPolicy(String id) {
        ResponseHeadersPolicy managed =
                ManagedPolicies.responseHeadersPolicies().get(id);
        return managed != null ? managed : responseHeadersPolicies.get(id);
    }

    /** A function's version by number or {@code latest}; null: unknown. */
    public @Nullable FunctionVersion function(String name, String version) {
        List<FunctionVersion> versions = functions.get(name);
        if (versions == null) {
            return null;
        }
        if (version.equals(FunctionAssociation.LATEST)) {
            return versions.getLast();
        }
        for (FunctionVersion candidate : versions) {
            if (Integer.toString(candidate.version()).equals(version)) {
                return candidate;
            }
        }
        return null;
    }

    private List<FunctionVersion> published(FunctionVersion function) {
        List<FunctionVersion> versions = new ArrayList<>(functions.getOrDefault(function.name(), List.of()));
        versions.removeIf(version -> version.version() == function.version());
        versions.add(function);
        versions.sort((a, b) -> Integer.compare(a.version(), b.version()));
        return List.copyOf(versions);
    }

    private NetworkConfig withDistributions(long next, Consumer<Map<String, Distribution>> edit) {
        return new NetworkConfig(
                next,
                edited(distributions, edit),
                cachePolicies,
                originRequestPolicies,
                responseHeadersPolicies,
                functions);
    }

    private NetworkConfig withCachePolicies(long next, Consumer<Map<String, CachePolicy>> edit) {
        return new NetworkConfig(
                next,
                distributions,
                edited(cachePolicies, edit),
                originRequestPolicies,
                responseHeadersPolicies,
                functions);
    }

    private NetworkConfig withOriginRequestPolicies(long next, Consumer<Map<String, OriginRequestPolicy>> edit) {
        return new NetworkConfig(
                next,
                distributions,
                cachePolicies,
                edited(originRequestPolicies, edit),
                responseHeadersPolicies,
                functions);
    }

    private NetworkConfig withResponseHeadersPolicies(long next, Consumer<Map<String, ResponseHeadersPolicy>> edit) {
        return new NetworkConfig(
                next,
                distributions,
                cachePolicies,
                originRequestPolicies,
                edited(responseHeadersPolicies, edit),
                functions);
    }

    private NetworkConfig withFunctions(long next, Consumer<Map<String, List<FunctionVersion>>> edit) {
        return new NetworkConfig(
                next,
                distributions,
                cachePolicies,
                originRequestPolicies,
                responseHeadersPolicies,
                edited(functions, edit));
    }

    private static <V> SortedMap<String, V> edited(SortedMap<String, V> map, Consumer<Map<String, V>> edit) {
        TreeMap<String, V> copy = new TreeMap<>(map);
        edit.accept(copy);
        return copy;
    }

    private static <V> SortedMap<String, V> copy(SortedMap<String, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
