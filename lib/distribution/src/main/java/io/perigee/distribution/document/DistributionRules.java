package io.perigee.distribution.document;

import io.perigee.distribution.CacheBehavior;
import io.perigee.distribution.CustomErrorResponse;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.GeoRestriction;
import io.perigee.distribution.HeaderValue;
import io.perigee.distribution.Origin;
import io.perigee.distribution.OriginGroup;
import io.perigee.distribution.RealtimeLogConfig;
import io.perigee.distribution.RestrictionType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

final class DistributionRules {

    private DistributionRules() {}

    static void check(Distribution distribution, RuleSink sink) {
        Repetitions.check(distribution.aliases(), i -> "aliases[" + i + "]", sink);
        Repetitions.check(
                distribution.customErrorResponses().stream()
                        .map(response -> Integer.toString(response.errorCode()))
                        .toList(),
                i -> "customErrorResponses[" + i + "].errorCode",
                sink);
        checkTargets(distribution, sink);
        checkPatterns(distribution, sink);
        checkRealtimeLogs(distribution, sink);
    }

    private static void checkRealtimeLogs(Distribution distribution, RuleSink sink) {
        List<String> names = distribution.realtimeLogConfigs().stream()
                .map(RealtimeLogConfig::name)
                .toList();
        Repetitions.check(names, i -> "realtimeLogConfigs[" + i + "].name", sink);
        checkRealtimeLog(distribution.defaultCacheBehavior(), "defaultCacheBehavior", names, sink);
        for (int i = 0; i < distribution.cacheBehaviors().size(); i++) {
            checkRealtimeLog(distribution.cacheBehaviors().get(i), "cacheBehaviors[" + i + "]", names, sink);
        }
    }

    private static void checkRealtimeLog(CacheBehavior behavior, String path, List<String> names, RuleSink sink) {
        String name = behavior.realtimeLogConfig();
        if (name != null && !names.contains(name)) {
            sink.add(
                    path + ".realtimeLogConfig",
                    name,
                    names.isEmpty()
                            ? "none, as there are no realtimeLogConfigs"
                            : "the name of one of the realtimeLogConfigs: " + String.join(", ", names));
        }
    }

    private static void checkTargets(Distribution distribution, RuleSink sink) {
        int origins = distribution.origins().size();
        List<String> ids = new ArrayList<>();
        distribution.origins().forEach(origin -> ids.add(origin.id()));
        distribution.originGroups().forEach(group -> ids.add(group.id()));
        Repetitions.check(
                ids, i -> i < origins ? "origins[" + i + "].id" : "originGroups[" + (i - origins) + "].id", sink);
        if (origins == 0) {
            return; // said already; that every target is unknown follows from it
        }
        Set<String> originIds = new HashSet<>(ids.subList(0, origins));
        for (int i = 0; i < distribution.originGroups().size(); i++) {
            List<String> members = distribution.originGroups().get(i).members();
            for (int j = 0; j < members.size(); j++) {
                if (!originIds.contains(members.get(j))) {
                    sink.add(
                            "originGroups[" + i + "].members[" + j + "]",
                            members.get(j),
                            "the id of one of the origins: " + String.join(", ", ids.subList(0, origins)));
                }
            }
        }
        checkTarget(distribution.defaultCacheBehavior(), "defaultCacheBehavior", ids, sink);
        for (int i = 0; i < distribution.cacheBehaviors().size(); i++) {
            checkTarget(distribution.cacheBehaviors().get(i), "cacheBehaviors[" + i + "]", ids, sink);
        }
    }

    private static void checkTarget(CacheBehavior behavior, String path, List<String> ids, RuleSink sink) {
        if (!ids.contains(behavior.targetOriginId())) {
            sink.add(
                    path + ".targetOriginId",
                    behavior.targetOriginId(),
                    "the id of one of the origins or origin groups: " + String.join(", ", ids));
        }
    }

    private static void checkPatterns(Distribution distribution, RuleSink sink) {
        if (!distribution.defaultCacheBehavior().pathPattern().equals("*")) {
            sink.add(
                    "defaultCacheBehavior.pathPattern",
                    distribution.defaultCacheBehavior().pathPattern(),
                    "no path pattern (the default behavior's is *)");
        }
        List<String> patterns = new ArrayList<>();
        for (int i = 0; i < distribution.cacheBehaviors().size(); i++) {
            String pattern = distribution.cacheBehaviors().get(i).pathPattern();
            if (pattern.equals("*") || pattern.equals("/*")) {
                sink.add(
                        "cacheBehaviors[" + i + "].pathPattern",
                        pattern,
                        "a path pattern such as /img/* (" + pattern + " is the default behavior's)");
            }
            patterns.add(pattern.startsWith("/") || pattern.startsWith("*") ? pattern : "/" + pattern);
        }
        Repetitions.check(patterns, i -> "cacheBehaviors[" + i + "].pathPattern", sink);
    }

    static void check(Origin origin, RuleSink sink) {
        Repetitions.checkIgnoringCase(
                origin.customHeaders().stream().map(HeaderValue::name).toList(),
                i -> "customHeaders[" + i + "].name",
                sink);
    }

    static void check(OriginGroup group, RuleSink sink) {
        Repetitions.check(group.members(), i -> "members[" + i + "]", sink);
    }

    static void check(CustomErrorResponse response, RuleSink sink) {
        if (response.responsePagePath() == null && response.responseCode() != null) {
            sink.add("responsePagePath", null, "a path, as responseCode is given");
        }
        if (response.responseCode() == null && response.responsePagePath() != null) {
            sink.add("responseCode", null, "a status, as responsePagePath is given");
        }
    }

    static void check(GeoRestriction restriction, RuleSink sink) {
        boolean restricts = restriction.type() != RestrictionType.NONE;
        if (restricts == restriction.locations().isEmpty()) {
            sink.add(
                    "locations",
                    restriction.locations().toString(),
                    restricts ? "at least one country" : "no countries, as the type is none");
        }
    }
}
