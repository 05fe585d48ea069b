package io.perigee.distribution.network;

import io.perigee.distribution.AccountLimit;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.FunctionConcurrency;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.KeyValueStore;
import io.perigee.distribution.OriginRequestPolicy;
import io.perigee.distribution.ResponseHeadersPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A config that is being changed. */
final class ConfigEdit {

    private final SortedMap<String, Distribution> distributions;
    private final SortedMap<String, CachePolicy> cachePolicies;
    private final SortedMap<String, OriginRequestPolicy> originRequestPolicies;
    private final SortedMap<String, ResponseHeadersPolicy> responseHeadersPolicies;
    private final SortedMap<String, List<FunctionVersion>> functions;
    private final SortedMap<String, FunctionAlias> functionAliases;
    private final SortedMap<String, KeyValueStore> keyValueStores;
    private final SortedMap<String, FunctionConcurrency> functionConcurrency;
    private AccountLimit accountLimit;

    ConfigEdit(NetworkConfig config) {
        distributions = new TreeMap<>(config.distributions());
        cachePolicies = new TreeMap<>(config.cachePolicies());
        originRequestPolicies = new TreeMap<>(config.originRequestPolicies());
        responseHeadersPolicies = new TreeMap<>(config.responseHeadersPolicies());
        functions = new TreeMap<>(config.functions());
        functionAliases = new TreeMap<>(config.functionAliases());
        keyValueStores = new TreeMap<>(config.keyValueStores());
        functionConcurrency = new TreeMap<>(config.functionConcurrency());
        accountLimit = config.accountLimit();
    }

    NetworkConfig config(long sequence) {
        return new NetworkConfig(
                sequence,
                distributions,
                cachePolicies,
                originRequestPolicies,
                responseHeadersPolicies,
                functions,
                functionAliases,
                keyValueStores,
                functionConcurrency,
                accountLimit);
    }

    void apply(long sequence, Change change) {
        switch (change) {
            case Change.DistributionApplied(Distribution distribution) ->
                distributions.put(distribution.id(), distribution);
            case Change.DistributionDeleted(String id) -> distributions.remove(id);
            case Change.CachePolicyApplied(CachePolicy policy) -> cachePolicies.put(policy.id(), policy);
            case Change.CachePolicyDeleted(String id) -> cachePolicies.remove(id);
            case Change.OriginRequestPolicyApplied(OriginRequestPolicy policy) ->
                originRequestPolicies.put(policy.id(), policy);
            case Change.OriginRequestPolicyDeleted(String id) -> originRequestPolicies.remove(id);
            case Change.ResponseHeadersPolicyApplied(ResponseHeadersPolicy policy) ->
                responseHeadersPolicies.put(policy.id(), policy);
            case Change.ResponseHeadersPolicyDeleted(String id) -> responseHeadersPolicies.remove(id);
            case Change.FunctionPublished(FunctionVersion function) -> {
                List<FunctionVersion> versions = without(function.name(), function.version());
                versions.add(function);
                put(function.name(), versions);
            }
            case Change.FunctionVersionDeleted(String name, int version) -> put(name, without(name, version));
            case Change.FunctionDeleted(String name) -> {
                functions.remove(name);
                functionConcurrency.remove(name);
                functionAliases.values().removeIf(alias -> alias.function().equals(name));
            }
            case Change.FunctionAliasApplied(FunctionAlias alias) -> functionAliases.put(alias.id(), alias);
            case Change.FunctionAliasDeleted(String function, String name) ->
                functionAliases.remove(FunctionAlias.id(function, name));
            case Change.FunctionConcurrencyApplied(FunctionConcurrency concurrency) ->
                functionConcurrency.put(concurrency.function(), concurrency);
            case Change.FunctionConcurrencyDeleted(String function) -> functionConcurrency.remove(function);
            case Change.AccountLimitApplied(AccountLimit limit) -> accountLimit = limit;
            case Change.KeyValueStoreApplied(KeyValueStore.About store) -> {
                KeyValueStore.About about = store.at(sequence);
                KeyValueStore present = keyValueStores.get(store.name());
                keyValueStores.put(
                        store.name(),
                        present == null
                                ? KeyValueStore.of(about, List.of())
                                : new KeyValueStore(about, present.items(), present.bytes()));
            }
            case Change.KeyValuesChanged(String name, long changed, KeyValueStore.Update update) ->
                keyValueStores.computeIfPresent(
                        name,
                        (key, store) ->
                                store.with(store.about().changedAt(changed).at(sequence), update));
            case Change.KeyValueStoreDeleted(String name) -> keyValueStores.remove(name);
            case Change.InvalidationAccepted ignored -> {}
        }
    }

    private List<FunctionVersion> without(String name, int version) {
        List<FunctionVersion> versions = new ArrayList<>(functions.getOrDefault(name, List.of()));
        versions.removeIf(candidate -> candidate.version() == version);
        return versions;
    }

    private void put(String name, List<FunctionVersion> versions) {
        versions.sort(Comparator.comparingInt(FunctionVersion::version));
        if (versions.isEmpty()) {
            functions.remove(name);
        } else {
            functions.put(name, List.copyOf(versions));
        }
    }
}
