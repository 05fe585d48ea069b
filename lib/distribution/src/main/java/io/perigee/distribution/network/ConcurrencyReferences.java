package io.perigee.distribution.network;

import io.perigee.distribution.AccountLimit;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.FunctionConcurrency;
import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionRuntime.Family;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.document.Violation;
import io.perigee.distribution.network.NetworkConfig.WeightedFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the concurrency of functions must keep to: AWS's rules of <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html">reserved</a> and <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html">provisioned concurrency</a>.
 */
final class ConcurrencyReferences {

    private final NetworkConfig config;
    private final List<Violation> violations;

    /** @param config before the change */
    ConcurrencyReferences(NetworkConfig config, List<Violation> violations) {
        this.config = config;
        this.violations = violations;
    }

    void apply(FunctionConcurrency concurrency) {
        List<FunctionVersion> versions = config.functions().get(concurrency.function());
        if (versions == null) {
            add("function", concurrency.function(), "the name of a function");
            return;
        }
        FunctionRuntime newest = versions.getLast().runtime();
        if (!concurrency.reserved().isEmpty() && newest.family() == Family.CLOUDFRONT_JS) {
            add(
                    "reserved",
                    concurrency.function(),
                    "nothing for a CloudFront Function, whose calls do not count (it is for " + newest.documentName()
                            + ")");
        }
        for (int i = 0; i < concurrency.provisioned().size(); i++) {
            resolve(
                    "provisioned[" + i + "].qualifier",
                    concurrency.provisioned().get(i).qualifier(),
                    concurrency);
        }
        if (!violations.isEmpty()) {
            return;
        }
        onlyOnce(concurrency, config);
        List<FunctionConcurrency> all =
                new ArrayList<>(config.functionConcurrency().values());
        all.removeIf(other -> other.function().equals(concurrency.function()));
        all.add(concurrency);
        checkSums(concurrency, all, null);
        concurrency.regions().forEach(region -> checkSums(concurrency, all, region));
    }

    private void resolve(String field, String qualifier, FunctionConcurrency concurrency) {
        List<WeightedFunction> targets =
                isLatest(qualifier) ? List.of() : config.functions(concurrency.function(), qualifier);
        if (targets.isEmpty()) {
            add(field, qualifier, "a version or an alias of " + concurrency.function() + ", not latest");
        }
        targets.stream()
                .map(target -> target.function())
                .filter(version -> version.runtime().family() != Family.LAMBDA)
                .forEach(version -> add(
                        field,
                        qualifier,
                        "a Lambda function, which alone has environments (version " + version.version() + " is for "
                                + version.runtime().documentName() + ")"));
    }

    private static boolean isLatest(String qualifier) {
        return qualifier.equals("latest");
    }

    /** A version's environments cannot be told apart by the name that it was called by. */
    private void onlyOnce(FunctionConcurrency concurrency, NetworkConfig after) {
        Map<FunctionVersion, String> owners = new HashMap<>();
        concurrency.provisioned().stream()
                .map(one -> one.qualifier())
                .distinct()
                .forEach(qualifier -> {
                    for (WeightedFunction target : after.functions(concurrency.function(), qualifier)) {
                        String owner = owners.putIfAbsent(target.function(), qualifier);
                        if (owner != null) {
                            add(
                                    "provisioned",
                                    qualifier,
                                    "a version that is not provisioned under another name (version "
                                            + target.function().version() + " is, under " + owner + ")");
                        }
                    }
                });
    }

    private void checkSums(FunctionConcurrency concurrency, List<FunctionConcurrency> all, @Nullable String region) {
        int provisioned = RegionConcurrency.provisioned(concurrency, region);
        OptionalInt reserved = concurrency.reserved(region);
        if (reserved.isPresent() && provisioned > reserved.getAsInt()) {
            add(
                    "provisioned",
                    Integer.toString(provisioned),
                    "at most what is reserved for the function" + in(region) + ", " + reserved.getAsInt());
            return;
        }
        int unreserved = RegionConcurrency.unreserved(config.accountLimit().concurrentExecutions(), all, region);
        if (unreserved < RegionConcurrency.LEAST_UNRESERVED) {
            int taken = reserved.orElse(provisioned);
            add(
                    reserved.isPresent() ? "reserved" : "provisioned",
                    Integer.toString(taken),
                    "at most " + Math.max(0, taken + unreserved - RegionConcurrency.LEAST_UNRESERVED) + in(region)
                            + ", since " + RegionConcurrency.LEAST_UNRESERVED + " of the account's "
                            + config.accountLimit().concurrentExecutions() + " must stay unreserved");
        }
    }

    void apply(AccountLimit limit) {
        check(limit, null);
        RegionConcurrency.named(config).forEach(region -> check(limit, region));
    }

    private void check(AccountLimit limit, @Nullable String region) {
        int account = limit.concurrentExecutions();
        int unreserved = RegionConcurrency.unreserved(
                account, config.functionConcurrency().values(), region);
        if (unreserved < RegionConcurrency.LEAST_UNRESERVED) {
            add(
                    "concurrentExecutions",
                    Integer.toString(account),
                    "at least " + (account - unreserved + RegionConcurrency.LEAST_UNRESERVED) + in(region) + ", since "
                            + RegionConcurrency.LEAST_UNRESERVED + " must stay unreserved");
        }
    }

    /** An alias that is provisioned is moved with its environments. */
    void apply(FunctionAlias alias) {
        FunctionConcurrency concurrency = config.functionConcurrency().get(alias.function());
        if (concurrency == null || !names(concurrency, alias.name())) {
            return;
        }
        NetworkConfig after = config.with(config.sequence() + 1, new Change.FunctionAliasApplied(alias));
        for (WeightedFunction target : after.functions(alias.function(), alias.name())) {
            if (target.function().runtime().family() != Family.LAMBDA) {
                add(
                        "functionVersion",
                        Integer.toString(target.function().version()),
                        "a Lambda function, as the alias has provisioned concurrency");
            }
        }
        onlyOnce(concurrency, after);
    }

    /** Neither a version nor an alias goes while it is provisioned. */
    void delete(String field, String function, String qualifier) {
        FunctionConcurrency concurrency = config.functionConcurrency().get(function);
        if (concurrency != null && names(concurrency, qualifier)) {
            add(field, qualifier, "one that nothing uses (provisioned concurrency does)");
        }
    }

    private static boolean names(FunctionConcurrency concurrency, String qualifier) {
        return concurrency.provisioned().stream()
                .anyMatch(one -> one.qualifier().equals(qualifier));
    }

    private static String in(@Nullable String region) {
        return region == null ? " in a region" : " in " + region;
    }

    private void add(String field, String value, String expected) {
        violations.add(new Violation(field, value, expected));
    }
}
