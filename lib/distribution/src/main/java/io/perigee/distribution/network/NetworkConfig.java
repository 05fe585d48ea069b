package io.perigee.distribution.network;

import io.perigee.distribution.AccountLimit;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.FunctionAssociation;
import io.perigee.distribution.FunctionConcurrency;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.KeyValueStore;
import io.perigee.distribution.ManagedPolicies;
import io.perigee.distribution.OriginRequestPolicy;
import io.perigee.distribution.ResponseHeadersPolicy;
import io.perigee.distribution.VersionWeight;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * @param functionAliases by {@link FunctionAlias#id}
 * @param keyValueStores by name
 * @param functionConcurrency by the function's name
 * @param accountLimit of each region
 */
public record NetworkConfig(
        long sequence,
        SortedMap<String, Distribution> distributions,
        SortedMap<String, CachePolicy> cachePolicies,
        SortedMap<String, OriginRequestPolicy> originRequestPolicies,
        SortedMap<String, ResponseHeadersPolicy> responseHeadersPolicies,
        SortedMap<String, List<FunctionVersion>> functions,
        SortedMap<String, FunctionAlias> functionAliases,
        SortedMap<String, KeyValueStore> keyValueStores,
        SortedMap<String, FunctionConcurrency> functionConcurrency,
        AccountLimit accountLimit) {

    /** A network in which nothing has been configured. */
    public static final NetworkConfig EMPTY =
            new NetworkConfig(0, none(), none(), none(), none(), none(), none(), none(), none(), AccountLimit.DEFAULT);

    public NetworkConfig {
        distributions = copy(distributions);
        cachePolicies = copy(cachePolicies);
        originRequestPolicies = copy(originRequestPolicies);
        responseHeadersPolicies = copy(responseHeadersPolicies);
        functions = copy(functions);
        functionAliases = copy(functionAliases);
        keyValueStores = copy(keyValueStores);
        functionConcurrency = copy(functionConcurrency);
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
        ConfigEdit edit = new ConfigEdit(this);
        edit.apply(sequence, change);
        return edit.config(sequence);
    }

    /** The same config after an entry that changes none of it. */
    public NetworkConfig at(long sequence) {
        return new ConfigEdit(this).config(sequence);
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

    /**
     * The versions that a function's name with a version's number, {@code latest} or an alias stands for, the one with what is left of the
     * calls first; empty: unknown.
     */
    public List<WeightedFunction> functions(String name, String version) {
        FunctionVersion exact = function(name, version);
        if (exact != null) {
            return List.of(new WeightedFunction(exact, VersionWeight.WHOLE));
        }
        FunctionAlias alias = functionAliases.get(FunctionAlias.id(name, version));
        if (alias == null) {
            return List.of();
        }
        List<WeightedFunction> targets = new ArrayList<>();
        int rest = VersionWeight.WHOLE;
        for (VersionWeight additional : alias.additionalVersionWeights()) {
            FunctionVersion target = function(name, Integer.toString(additional.version()));
            if (target == null) {
                return List.of();
            }
            targets.add(new WeightedFunction(target, additional.weight()));
            rest -= additional.weight();
        }
        FunctionVersion first = function(name, Integer.toString(alias.functionVersion()));
        if (first == null) {
            return List.of();
        }
        targets.addFirst(new WeightedFunction(first, rest));
        return List.copyOf(targets);
    }

    /** The aliases of a function, by name. */
    public List<FunctionAlias> aliases(String function) {
        String prefix = FunctionAlias.id(function, "");
        return functionAliases.tailMap(prefix).entrySet().stream()
                .takeWhile(alias -> alias.getKey().startsWith(prefix))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** A version and its share of the calls, in ten-thousandths. */
    public record WeightedFunction(FunctionVersion function, int weight) {}

    private static <V> SortedMap<String, V> none() {
        return Collections.emptySortedMap();
    }

    private static <V> SortedMap<String, V> copy(SortedMap<String, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
