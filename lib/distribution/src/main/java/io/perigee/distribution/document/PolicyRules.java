package io.perigee.distribution.document;

import io.perigee.distribution.CacheKeyHeaders;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Cors;
import io.perigee.distribution.NameSelection;
import io.perigee.distribution.OriginRequestHeaders;
import io.perigee.distribution.ResponseHeadersPolicy;
import io.perigee.distribution.SecurityHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;

final class PolicyRules {

    /** Headers that have a setting of their own or mean something else on every hop. */
    private static final Set<String> NEVER_IN_KEY = Set.of("accept-encoding", "connection", "cookie", "range");

    private PolicyRules() {}

    static void check(CachePolicy policy, RuleSink sink) {
        if (policy.defaultTtl().compareTo(policy.minTtl()) < 0) {
            sink.add(
                    "defaultTtl",
                    Durations.format(policy.defaultTtl()),
                    "at least minTtl, " + Durations.format(policy.minTtl()));
        }
        if (policy.maxTtl().compareTo(policy.defaultTtl()) < 0) {
            sink.add(
                    "maxTtl",
                    Durations.format(policy.maxTtl()),
                    "at least defaultTtl, " + Durations.format(policy.defaultTtl()));
        }
    }

    static void check(CacheKeyHeaders headers, RuleSink sink) {
        checkItems(headers.behavior() == CacheKeyHeaders.Behavior.ALLOWLIST, headers.items(), sink);
        List<String> names = List.copyOf(headers.items());
        Repetitions.checkIgnoringCase(names, i -> "items[" + i + "]", sink);
        for (int i = 0; i < names.size(); i++) {
            if (NEVER_IN_KEY.contains(names.get(i).toLowerCase(Locale.ROOT))) {
                sink.add(
                        "items[" + i + "]",
                        names.get(i),
                        "a header other than Accept-Encoding (see enableAcceptEncodingGzip), Cookie (see cookies), Range and Connection");
            }
        }
    }

    static void check(OriginRequestHeaders headers, RuleSink sink) {
        boolean listed = switch (headers.behavior()) {
            case NONE, ALL_VIEWER -> false;
            case ALLOWLIST, ALL_VIEWER_AND_ALLOWLIST_CLOUDFRONT, ALL_EXCEPT -> true;
        };
        checkItems(listed, headers.items(), sink);
        List<String> names = List.copyOf(headers.items());
        Repetitions.checkIgnoringCase(names, i -> "items[" + i + "]", sink);
        if (headers.behavior() == OriginRequestHeaders.Behavior.ALL_VIEWER_AND_ALLOWLIST_CLOUDFRONT) {
            for (int i = 0; i < names.size(); i++) {
                if (!names.get(i).toLowerCase(Locale.ROOT).startsWith("cloudfront-")) {
                    sink.add("items[" + i + "]", names.get(i), "a header whose name starts with CloudFront-");
                }
            }
        }
    }

    static void check(NameSelection selection, RuleSink sink) {
        boolean listed = switch (selection.behavior()) {
            case NONE, ALL -> false;
            case ALLOWLIST, ALL_EXCEPT -> true;
        };
        checkItems(listed, selection.items(), sink);
    }

    private static void checkItems(boolean listed, Set<String> items, RuleSink sink) {
        if (listed == items.isEmpty()) {
            sink.add(
                    "items",
                    items.toString(),
                    listed ? "at least one name, as the behavior has a list" : "no names, as the behavior has no list");
        }
    }

    static void check(ResponseHeadersPolicy policy, RuleSink sink) {
        Repetitions.checkIgnoringCase(
                policy.customHeaders().stream()
                        .map(ResponseHeadersPolicy.CustomHeader::name)
                        .toList(),
                i -> "customHeaders[" + i + "].name",
                sink);
    }

    static void check(Cors cors, RuleSink sink) {
        // WHATWG Fetch, section 3.2.5: with credentials a browser takes * for the name of one thing.
        if (cors.allowCredentials()) {
            refuseAll("allowOrigins", cors.allowOrigins(), sink);
            refuseAll("allowHeaders", cors.allowHeaders(), sink);
            refuseAll("exposeHeaders", cors.exposeHeaders(), sink);
        }
    }

    private static void refuseAll(String field, Set<String> items, RuleSink sink) {
        if (items.contains("*")) {
            sink.add(field, items.toString(), "names instead of *, as allowCredentials is true");
        }
    }

    static void check(SecurityHeaders.XssProtection protection, RuleSink sink) {
        if (protection.modeBlock() && protection.reportUri() != null) {
            sink.add("reportUri", protection.reportUri(), "no reportUri, as modeBlock is true");
        }
        if (!protection.protection() && protection.modeBlock()) {
            sink.add("modeBlock", "true", "false, as protection is false");
        }
    }
}
