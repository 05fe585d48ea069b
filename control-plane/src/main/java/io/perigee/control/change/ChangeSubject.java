package io.perigee.control.change;

import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.network.Change;
import java.util.stream.Collectors;

/** What was changed, for people. */
final class ChangeSubject {

    private ChangeSubject() {}

    static String of(Change change) {
        return switch (change) {
            case Change.DistributionApplied(var it) -> "distribution " + it.id() + " applied";
            case Change.DistributionDeleted(String id) -> "distribution " + id + " deleted";
            case Change.CachePolicyApplied(var it) -> "cache policy " + it.id() + " applied";
            case Change.CachePolicyDeleted(String id) -> "cache policy " + id + " deleted";
            case Change.OriginRequestPolicyApplied(var it) -> "origin request policy " + it.id() + " applied";
            case Change.OriginRequestPolicyDeleted(String id) -> "origin request policy " + id + " deleted";
            case Change.ResponseHeadersPolicyApplied(var it) -> "response headers policy " + it.id() + " applied";
            case Change.ResponseHeadersPolicyDeleted(String id) -> "response headers policy " + id + " deleted";
            case Change.FunctionPublished(var it) ->
                "function " + it.name() + " version " + it.version() + " published for "
                        + it.runtime().documentName() + ", " + it.size() + " bytes";
            case Change.FunctionVersionDeleted(String name, int version) ->
                "function " + name + " version " + version + " deleted";
            case Change.FunctionAliasApplied(var it) ->
                "alias " + it.id() + " is version " + it.functionVersion()
                        + it.additionalVersionWeights().stream()
                                .map(weight -> ", " + weight.weight() / 100.0 + " % version " + weight.version())
                                .collect(Collectors.joining());
            case Change.FunctionAliasDeleted(String function, String name) ->
                "alias " + FunctionAlias.id(function, name) + " deleted";
            case Change.FunctionConcurrencyApplied(var it) -> "concurrency of function " + it.function() + " set";
            case Change.FunctionConcurrencyDeleted(String function) ->
                "concurrency of function " + function + " deleted";
            case Change.AccountLimitApplied(var it) -> "account limit set to " + it.concurrentExecutions();
            case Change.KeyValueStoreApplied(var it) -> "key value store " + it.name() + " applied";
            case Change.KeyValuesChanged(String store, long changed, var update) ->
                "key value store " + store + ", " + update.puts().size() + " keys put, "
                        + update.deletes().size() + " deleted";
            case Change.KeyValueStoreDeleted(String name) -> "key value store " + name + " deleted";
            case Change.FunctionDeleted(String name) -> "function " + name + " deleted";
            case Change.InvalidationAccepted(var it) ->
                (it.soft() ? "soft " : "") + "invalidation " + it.id() + " of " + it.distributionId() + ", "
                        + it.paths().size() + " paths, " + it.tags().size() + " tags";
        };
    }
}
