package io.perigee.distribution.network;

import io.perigee.distribution.AccountLimit;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.FunctionConcurrency;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.Invalidation;
import io.perigee.distribution.KeyValueStore;
import io.perigee.distribution.OriginRequestPolicy;
import io.perigee.distribution.Resource;
import io.perigee.distribution.ResponseHeadersPolicy;

/** One entry of the change log. Its kind, as the log stores it, is the record's simple name. */
public sealed interface Change {

    /** The kind as the log stores it, such as {@code DistributionApplied}. */
    default String kind() {
        return getClass().getSimpleName();
    }

    /** The change that creates or replaces a resource. */
    static Change applied(Resource resource) {
        return switch (resource) {
            case Distribution distribution -> new DistributionApplied(distribution);
            case CachePolicy policy -> new CachePolicyApplied(policy);
            case OriginRequestPolicy policy -> new OriginRequestPolicyApplied(policy);
            case ResponseHeadersPolicy policy -> new ResponseHeadersPolicyApplied(policy);
        };
    }

    /** A distribution was created or replaced. */
    record DistributionApplied(Distribution distribution) implements Change {}

    /** A distribution was deleted. */
    record DistributionDeleted(String id) implements Change {}

    /** A cache policy was created or replaced. */
    record CachePolicyApplied(CachePolicy policy) implements Change {}

    /** A cache policy was deleted. */
    record CachePolicyDeleted(String id) implements Change {}

    /** An origin request policy was created or replaced. */
    record OriginRequestPolicyApplied(OriginRequestPolicy policy) implements Change {}

    /** An origin request policy was deleted. */
    record OriginRequestPolicyDeleted(String id) implements Change {}

    /** A response headers policy was created or replaced. */
    record ResponseHeadersPolicyApplied(ResponseHeadersPolicy policy) implements Change {}

    /** A response headers policy was deleted. */
    record ResponseHeadersPolicyDeleted(String id) implements Change {}

    /** A new version of a function is there to be fetched. */
    record FunctionPublished(FunctionVersion function) implements Change {}

    /** A function was deleted with all its versions. */
    record FunctionDeleted(String name) implements Change {}

    /** A version of a function was deleted. */
    record FunctionVersionDeleted(String name, int version) implements Change {}

    /** An alias of a function was created or replaced. */
    record FunctionAliasApplied(FunctionAlias alias) implements Change {}

    /** An alias of a function was deleted. */
    record FunctionAliasDeleted(String function, String name) implements Change {}

    /** How many calls of a function may be under way, and how many environments are kept, was set. */
    record FunctionConcurrencyApplied(FunctionConcurrency concurrency) implements Change {}

    /** A function has neither reserved nor provisioned concurrency any more. */
    record FunctionConcurrencyDeleted(String function) implements Change {}

    /** How many calls of all functions may be under way in a region was set. */
    record AccountLimitApplied(AccountLimit limit) implements Change {}

    /** A key value store was created empty, or its comment was changed; its revision is the entry. */
    record KeyValueStoreApplied(KeyValueStore.About store) implements Change {}

    /** Keys of a store were put and deleted, all at once, at {@code changed} (epoch milliseconds). */
    record KeyValuesChanged(String store, long changed, KeyValueStore.Update update) implements Change {}

    /** A key value store was deleted with all that was in it. */
    record KeyValueStoreDeleted(String name) implements Change {}

    /** Objects whose origin fetch started before this entry, and whose path or tags are covered, must not be served any more. */
    record InvalidationAccepted(Invalidation invalidation) implements Change {}
}
