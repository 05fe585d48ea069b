package io.perigee.distribution.document;

import io.perigee.distribution.AliasDeployment;
import io.perigee.distribution.CacheBehavior;
import io.perigee.distribution.CacheKeyHeaders;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Cors;
import io.perigee.distribution.CustomErrorResponse;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.EventPattern;
import io.perigee.distribution.EventRule;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.FunctionAssociation;
import io.perigee.distribution.FunctionConcurrency;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.GeoRestriction;
import io.perigee.distribution.Invalidation;
import io.perigee.distribution.KeyValueStore;
import io.perigee.distribution.NameSelection;
import io.perigee.distribution.Origin;
import io.perigee.distribution.OriginGroup;
import io.perigee.distribution.OriginRequestHeaders;
import io.perigee.distribution.ResponseHeadersPolicy;
import io.perigee.distribution.SecurityHeaders;
import java.util.List;

/** What a record must keep to that its fields alone cannot tell, by type. */
final class Rules {

    private Rules() {}

    static void check(Record value, String path, List<Violation> violations) {
        RuleSink sink = new RuleSink(path, violations);
        switch (value) {
            case Distribution distribution -> DistributionRules.check(distribution, sink);
            case Origin origin -> DistributionRules.check(origin, sink);
            case OriginGroup group -> DistributionRules.check(group, sink);
            case CacheBehavior behavior -> BehaviorRules.check(behavior, sink);
            case FunctionAssociation association -> BehaviorRules.check(association, sink);
            case CustomErrorResponse response -> DistributionRules.check(response, sink);
            case GeoRestriction restriction -> DistributionRules.check(restriction, sink);
            case CachePolicy policy -> PolicyRules.check(policy, sink);
            case CacheKeyHeaders headers -> PolicyRules.check(headers, sink);
            case OriginRequestHeaders headers -> PolicyRules.check(headers, sink);
            case NameSelection selection -> PolicyRules.check(selection, sink);
            case ResponseHeadersPolicy policy -> PolicyRules.check(policy, sink);
            case Cors cors -> PolicyRules.check(cors, sink);
            case SecurityHeaders.XssProtection protection -> PolicyRules.check(protection, sink);
            case AliasDeployment deployment -> FunctionRules.check(deployment, sink);
            case FunctionAlias alias -> FunctionRules.check(alias, sink);
            case FunctionConcurrency concurrency -> FunctionRules.check(concurrency, sink);
            case FunctionVersion function -> FunctionRules.check(function, sink);
            case KeyValueStore.Update update -> KeyValueRules.check(update, sink);
            case EventRule rule -> EventRuleRules.check(rule, sink);
            case EventPattern pattern -> EventRuleRules.check(pattern, sink);
            case Invalidation invalidation -> InvalidationRules.check(invalidation, sink);
            default -> {
                // the record's fields are independent of each other
            }
        }
    }
}
