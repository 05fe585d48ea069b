package io.perigee.distribution.network;

import io.perigee.distribution.AccountLimit;
import io.perigee.distribution.CacheBehavior;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.FunctionAssociation;
import io.perigee.distribution.FunctionConcurrency;
import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.KeyValueStore;
import io.perigee.distribution.Limits;
import io.perigee.distribution.ManagedPolicies;
import io.perigee.distribution.VersionWeight;
import io.perigee.distribution.document.Violation;
import io.perigee.distribution.network.NetworkConfig.WeightedFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a change must keep to that depends on the network's other resources: what it names exists, what it deletes is not
 * in use, and a host name belongs to one distribution only. Documents are checked in themselves when they are read.
 */
public final class References {

    private final NetworkConfig config;
    private final List<Violation> violations = new ArrayList<>();

    private References(NetworkConfig config) {
        this.config = config;
    }

    /** Everything that speaks against applying {@code change} to {@code config}; empty: nothing does. */
    public static List<Violation> check(NetworkConfig config, Change change) {
        References references = new References(config);
        ConcurrencyReferences concurrency = new ConcurrencyReferences(config, references.violations);
        switch (change) {
            case Change.DistributionApplied(Distribution distribution) -> references.apply(distribution);
            case Change.DistributionDeleted ignored -> {}
            case Change.CachePolicyApplied(var policy) -> references.notManaged(policy.id());
            case Change.CachePolicyDeleted(String id) ->
                references.delete(id, (behavior) -> behavior.cachePolicyId().equals(id));
            case Change.OriginRequestPolicyApplied(var policy) -> references.notManaged(policy.id());
            case Change.OriginRequestPolicyDeleted(String id) ->
                references.delete(id, behavior -> id.equals(behavior.originRequestPolicyId()));
            case Change.ResponseHeadersPolicyApplied(var policy) -> references.notManaged(policy.id());
            case Change.ResponseHeadersPolicyDeleted(String id) ->
                references.delete(id, behavior -> id.equals(behavior.responseHeadersPolicyId()));
            case Change.FunctionPublished(FunctionVersion function) -> references.publish(function);
            case Change.FunctionDeleted(String name) ->
                references.delete(
                        name,
                        behavior -> behavior.functionAssociations().stream()
                                .anyMatch(association -> association.function().equals(name)));
            case Change.FunctionVersionDeleted(String name, int version) -> {
                references.deleteVersion(name, version);
                concurrency.delete("version", name, Integer.toString(version));
            }
            case Change.FunctionAliasApplied(FunctionAlias alias) -> {
                references.apply(alias);
                concurrency.apply(alias);
            }
            case Change.FunctionAliasDeleted(String function, String name) -> {
                references.delete(
                        FunctionAlias.id(function, name),
                        behavior -> behavior.functionAssociations().stream()
                                .anyMatch(association -> association.function().equals(function)
                                        && association.version().equals(name)));
                concurrency.delete("name", function, name);
            }
            case Change.FunctionConcurrencyApplied(FunctionConcurrency applied) -> concurrency.apply(applied);
            case Change.FunctionConcurrencyDeleted ignored -> {}
            case Change.AccountLimitApplied(AccountLimit limit) -> concurrency.apply(limit);
            case Change.KeyValueStoreApplied(KeyValueStore.About store) -> references.apply(store);
            case Change.KeyValuesChanged(String store, long changed, KeyValueStore.Update update) ->
                references.update(store, update);
            case Change.KeyValueStoreDeleted(String name) -> references.deleteStore(name);
            case Change.InvalidationAccepted(var invalidation) ->
                references.known(
                        config.distributions().get(invalidation.distributionId()),
                        "distributionId",
                        invalidation.distributionId(),
                        "the id of a distribution");
        }
        return List.copyOf(references.violations);
    }

    /** What a distribution names that {@code config} does not have; empty: nothing. */
    public static List<Violation> unresolved(NetworkConfig config, Distribution distribution) {
        References references = new References(config);
        forEachBehavior(distribution, references::resolve);
        return List.copyOf(references.violations);
    }

    private void apply(Distribution distribution) {
        forEachBehavior(distribution, this::resolve);
        Map<String, String> owners = new TreeMap<>();
        config.distributions().values().stream()
                .filter(other -> !other.id().equals(distribution.id()))
                .forEach(other -> other.aliases().forEach(alias -> owners.put(alias, other.id())));
        for (int i = 0; i < distribution.aliases().size(); i++) {
            String owner = owners.get(distribution.aliases().get(i));
            if (owner != null) {
                add(
                        "aliases[" + i + "]",
                        distribution.aliases().get(i),
                        "a host name that no other distribution has (" + owner + " has it)");
            }
        }
        if (!config.distributions().containsKey(distribution.id())
                && config.distributions().size() >= Limits.DISTRIBUTIONS) {
            add("id", distribution.id(), "at most " + Limits.DISTRIBUTIONS + " distributions");
        }
    }

    private void resolve(String path, CacheBehavior behavior) {
        known(
                config.cachePolicy(behavior.cachePolicyId()),
                path + ".cachePolicyId",
                behavior.cachePolicyId(),
                "the id of a cache policy");
        String originRequest = behavior.originRequestPolicyId();
        if (originRequest != null) {
            known(
                    config.originRequestPolicy(originRequest),
                    path + ".originRequestPolicyId",
                    originRequest,
                    "the id of an origin request policy");
        }
        String responseHeaders = behavior.responseHeadersPolicyId();
        if (responseHeaders != null) {
            known(
                    config.responseHeadersPolicy(responseHeaders),
                    path + ".responseHeadersPolicyId",
                    responseHeaders,
                    "the id of a response headers policy");
        }
        FunctionPlacement placement = new FunctionPlacement(path, violations);
        for (int i = 0; i < behavior.functionAssociations().size(); i++) {
            for (WeightedFunction target : resolve(
                    path + ".functionAssociations[" + i + "]",
                    behavior.functionAssociations().get(i))) {
                placement.check(behavior, i, target.function());
            }
        }
        placement.checkTogether();
    }

    private List<WeightedFunction> resolve(String path, FunctionAssociation association) {
        List<FunctionVersion> versions = config.functions().get(association.function());
        if (versions == null) {
            add(path + ".function", association.function(), "the name of a function");
            return List.of();
        }
        List<WeightedFunction> targets = config.functions(association.function(), association.version());
        if (targets.isEmpty()) {
            add(
                    path + ".version",
                    association.version(),
                    "latest, an alias, or a version of " + association.function() + " up to "
                            + versions.getLast().version());
        }
        return targets;
    }

    private void publish(FunctionVersion function) {
        List<FunctionVersion> versions = config.functions().get(function.name());
        if (versions != null && function.version() <= versions.getLast().version()) {
            add(
                    "version",
                    Integer.toString(function.version()),
                    "a version above " + versions.getLast().version());
            return;
        }
        String store = function.keyValueStore();
        if (store != null) {
            known(config.keyValueStores().get(store), "keyValueStore", store, "the name of a key value store");
        }
        keepsUsable(function.name(), new Change.FunctionPublished(function));
    }

    private void apply(FunctionAlias alias) {
        List<FunctionVersion> versions = config.functions().get(alias.function());
        if (versions == null) {
            add("function", alias.function(), "the name of a function");
            return;
        }
        known(alias, "functionVersion", alias.functionVersion());
        alias.additionalVersionWeights()
                .forEach(weight -> known(alias, "routingConfig.additionalVersionWeights", weight.version()));
        List<FunctionAlias> present = config.aliases(alias.function());
        if (!config.functionAliases().containsKey(alias.id()) && present.size() >= Limits.FUNCTION_ALIASES) {
            add("name", alias.name(), "at most " + Limits.FUNCTION_ALIASES + " aliases of a function");
        }
        if (violations.isEmpty()) {
            sameFamily(alias);
            keepsUsable(alias.function(), new Change.FunctionAliasApplied(alias));
        }
    }

    /** What runs before and after a function depends on how it is run: one alias cannot have it both ways. */
    private void sameFamily(FunctionAlias alias) {
        FunctionRuntime first = runtime(alias, alias.functionVersion());
        for (VersionWeight weight : alias.additionalVersionWeights()) {
            FunctionRuntime other = runtime(alias, weight.version());
            if (other.family() != first.family()) {
                add(
                        "routingConfig.additionalVersionWeights",
                        Integer.toString(weight.version()),
                        "a version that runs as version " + alias.functionVersion() + " does, for "
                                + first.documentName() + " (it is for " + other.documentName() + ")");
            }
        }
    }

    private FunctionRuntime runtime(FunctionAlias alias, int version) {
        return Objects.requireNonNull(config.function(alias.function(), Integer.toString(version)))
                .runtime();
    }

    private void known(FunctionAlias alias, String field, int version) {
        String number = Integer.toString(version);
        known(config.function(alias.function(), number), field, number, "a version of " + alias.function());
    }

    private void deleteVersion(String name, int version) {
        String number = Integer.toString(version);
        for (FunctionAlias alias : config.aliases(name)) {
            if (alias.names(version)) {
                add("version", number, "one that nothing uses (alias " + alias.name() + " does)");
            }
        }
        List<FunctionVersion> versions = config.functions().getOrDefault(name, List.of());
        if (versions.size() == 1) {
            add("version", number, "not the only version (delete the function instead)");
        }
        boolean newest = !versions.isEmpty() && versions.getLast().version() == version;
        Predicate<FunctionAssociation> names =
                association -> association.function().equals(name)
                        && (association.version().equals(number)
                                || (newest && association.version().equals(FunctionAssociation.LATEST)));
        config.distributions()
                .values()
                .forEach(distribution -> forEachBehavior(distribution, (path, behavior) -> {
                    if (behavior.functionAssociations().stream().anyMatch(names)) {
                        add(
                                "version",
                                number,
                                "one that nothing uses (distribution " + distribution.id() + " does, in " + path + ")");
                    }
                }));
    }

    /** Distributions that name the function must be as whole after the change as they were before. */
    private void keepsUsable(String function, Change change) {
        NetworkConfig after = config.with(config.sequence() + 1, change);
        for (Distribution distribution : config.distributions().values()) {
            if (names(distribution, function)
                    && unresolved(config, distribution).isEmpty()) {
                unresolved(after, distribution)
                        .forEach(violation -> violations.add(new Violation(
                                "distribution " + distribution.id() + ", " + violation.field(),
                                violation.value(),
                                violation.expected())));
            }
        }
    }

    private static boolean names(Distribution distribution, String function) {
        List<CacheBehavior> behaviors = new ArrayList<>(distribution.cacheBehaviors());
        behaviors.add(distribution.defaultCacheBehavior());
        return behaviors.stream()
                .flatMap(behavior -> behavior.functionAssociations().stream())
                .anyMatch(association -> association.function().equals(function));
    }

    private void apply(KeyValueStore.About store) {
        if (!config.keyValueStores().containsKey(store.name())
                && config.keyValueStores().size() >= Limits.KEY_VALUE_STORES) {
            add("name", store.name(), "at most " + Limits.KEY_VALUE_STORES + " key value stores");
        }
    }

    private void update(String name, KeyValueStore.Update update) {
        KeyValueStore store = config.keyValueStores().get(name);
        if (store == null) {
            add("store", name, "the name of a key value store");
            return;
        }
        long bytes = store.with(store.about(), update).bytes();
        if (bytes > Limits.KEY_VALUE_STORE_BYTES) {
            add("puts", bytes + " bytes", "at most " + Limits.KEY_VALUE_STORE_BYTES + " bytes in a store afterwards");
        }
    }

    private void deleteStore(String name) {
        config.functions().values().stream()
                .flatMap(List::stream)
                .filter(function -> name.equals(function.keyValueStore()))
                .forEach(function -> add(
                        "name",
                        name,
                        "one that nothing uses (function " + function.name() + " version " + function.version()
                                + " does)"));
    }

    private void notManaged(String id) {
        if (id.startsWith(ManagedPolicies.PREFIX)) {
            add("id", id, "an id that does not start with " + ManagedPolicies.PREFIX);
        }
    }

    private void delete(String id, Predicate<CacheBehavior> uses) {
        notManaged(id);
        config.distributions()
                .values()
                .forEach(distribution -> forEachBehavior(distribution, (path, behavior) -> {
                    if (uses.test(behavior)) {
                        add(
                                "id",
                                id,
                                "one that nothing uses (distribution " + distribution.id() + " does, in " + path + ")");
                    }
                }));
    }

    private void known(@Nullable Object found, String field, String value, String expected) {
        if (Objects.isNull(found)) {
            add(field, value, expected);
        }
    }

    private void add(String field, String value, String expected) {
        violations.add(new Violation(field, value, expected));
    }

    private static void forEachBehavior(Distribution distribution, BiConsumer<String, CacheBehavior> action) {
        action.accept("defaultCacheBehavior", distribution.defaultCacheBehavior());
        for (int i = 0; i < distribution.cacheBehaviors().size(); i++) {
            action.accept(
                    "cacheBehaviors[" + i + "]", distribution.cacheBehaviors().get(i));
        }
    }
}
