package io.perigee.distribution.document;

import static io.perigee.distribution.document.Fixtures.assertRefused;
import static io.perigee.distribution.document.Fixtures.behavior;
import static io.perigee.distribution.document.Fixtures.distribution;
import static io.perigee.distribution.document.Fixtures.origin;
import static io.perigee.distribution.document.Fixtures.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.distribution.Invalidation;
import io.perigee.distribution.Limits;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"example.com", "*.example.com", "localhost", "127.0.0.1", "::1", "2001:db8::1", "a-b.c", "_x.y"})
    void hostNamesWildcardsAndAddressesAreAliases(String alias) {
        assertThat(Documents.parseAll(distribution("aliases: ['" + alias + "']")))
                .isInstanceOf(Parsed.Valid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Example.com",
                "example.com.",
                "a..b",
                "-a.b",
                "a*.b",
                "*",
                "*.*.b",
                "1.2.3",
                "256.1.1.1",
                "01.1.1.1",
                "*.1.2.3.4",
                "a:80",
                "[::1]",
                "1::2::3",
                "1:2:3",
                "a b",
                "http://a.b"
            })
    void otherTextsAreNoAliases(String alias) {
        assertRefused(distribution("aliases: ['" + alias + "']"), "aliases[0]", alias, "host name");
    }

    @Test
    void tooManyItemsAreRefusedOnce() {
        String hosts = IntStream.range(0, 101).mapToObj(i -> "h" + i).collect(Collectors.joining(", "));
        assertThat(violations(distribution("aliases: [" + hosts + "]")))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.field()).isEqualTo("aliases");
                    assertThat(violation.value()).hasSize(101).endsWith("…");
                    assertThat(violation.expected()).isEqualTo("0 to 100 items");
                });
        assertThat(violations("{kind: Distribution, id: d, origins: [], defaultCacheBehavior: {targetOriginId: o}}"))
                .containsExactly(new Violation("origins", "[]", "1 to 100 items"));
    }

    @Test
    void idsOfOriginsAndGroupsAreTakenOnce() {
        assertRefused(
                distribution("originGroups: [{id: o, members: [o, p]}]"), "originGroups[0].id", "o", "origins[0].id");
    }

    @Test
    void membersOfGroupsAreTwoDifferentOrigins() {
        assertRefused(
                distribution("originGroups: [{id: g, members: [o, x]}]"), "originGroups[0].members[1]", "x", "o, p");
        assertRefused(
                distribution("originGroups: [{id: g, members: [o, o]}]"),
                "originGroups[0].members[1]",
                "o",
                "members[0]");
        assertRefused(
                distribution("originGroups: [{id: g, members: [o]}]"), "originGroups[0].members", "[\"o\"]", "2 items");
        assertRefused(
                distribution("originGroups: [{id: g, members: [o, p], failoverStatusCodes: [200]}]"),
                "originGroups[0].failoverStatusCodes[0]",
                "200",
                "one of 403, 404");
    }

    @Test
    void targetsExist() {
        assertRefused(
                distribution("cacheBehaviors: [{pathPattern: /a, targetOriginId: x}]"),
                "cacheBehaviors[0].targetOriginId",
                "x",
                "o, p");
    }

    @Test
    void aMissingDefaultBehaviorIsReportedOnce() {
        assertRefused(
                "{kind: Distribution, id: d, origins: [{id: o, domainName: a.b}]}",
                "defaultCacheBehavior",
                null,
                "an object with the fields pathPattern, targetOriginId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[GET]", "[GET, HEAD, POST]", "[]", "[HEAD, OPTIONS]"})
    void allowedMethodsAreOneOfThreeSets(String methods) {
        assertThat(violations(behavior("allowedMethods: " + methods)))
                .extracting(Violation::field)
                .contains("cacheBehaviors[0].allowedMethods");
    }

    @Test
    void cachedMethodsAreAllowedOnes() {
        assertRefused(
                behavior("cachedMethods: [GET, HEAD, OPTIONS]"),
                "cacheBehaviors[0].cachedMethods",
                "[GET, HEAD, OPTIONS]",
                "allowedMethods");
        assertRefused(
                behavior("cachedMethods: [GET, TRACE]"), "cacheBehaviors[0].cachedMethods[1]", "TRACE", "one of GET");
    }

    @ParameterizedTest
    @CsvSource({"'*'", "'/*'", "'a b'", "'a?%zz'", "'a#b'", "'a{b'"})
    void patternsOfOtherBehaviorsAreNotTheDefaultOnesAndHaveNoOtherCharacters(String pattern) {
        assertRefused(
                distribution("cacheBehaviors: [{pathPattern: '" + pattern + "', targetOriginId: o}]"),
                "cacheBehaviors[0].pathPattern",
                pattern,
                "a path pattern such as");
    }

    @Test
    void thePatternOfTheDefaultBehaviorIsNotGiven() {
        assertThat(
                        violations(
                                "{kind: Distribution, id: d, origins: [{id: o, domainName: a.b}], defaultCacheBehavior: {pathPattern: /a, targetOriginId: o}}"))
                .extracting(Violation::field)
                .containsExactly("defaultCacheBehavior.pathPattern");
    }

    @Test
    void patternsAreTakenOnceWithOrWithoutLeadingSlash() {
        assertRefused(
                distribution(
                        "cacheBehaviors: [{pathPattern: /a*, targetOriginId: o}, {pathPattern: a*, targetOriginId: o}]"),
                "cacheBehaviors[1].pathPattern",
                "/a*",
                "cacheBehaviors[0].pathPattern");
    }

    @Test
    void eachEventHasOneFunctionAndOnlyRequestsHaveBodies() {
        assertRefused(
                behavior(
                        "functionAssociations: [{eventType: viewer-request, function: f}, {eventType: viewer-request, function: g}]"),
                "cacheBehaviors[0].functionAssociations[1].eventType",
                "viewer-request",
                "functionAssociations[0]");
        assertRefused(
                behavior("functionAssociations: [{eventType: origin-response, function: f, includeBody: true}]"),
                "cacheBehaviors[0].functionAssociations[0].includeBody",
                "true",
                "false");
        assertRefused(
                behavior("functionAssociations: [{eventType: viewer-request, function: f, version: 0}]"),
                "cacheBehaviors[0].functionAssociations[0].version",
                "0",
                "latest, a version number from 1, or an alias");
    }

    @Test
    void functionVersionsAreNumbersWithOrWithoutQuotes() {
        assertThat(Documents.parseAll(
                        behavior("functionAssociations: [{eventType: viewer-request, function: f, version: 3}]")))
                .isEqualTo(Documents.parseAll(
                        behavior("functionAssociations: [{eventType: viewer-request, function: f, version: '3'}]")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "connection", "X-Amz-Cf-Id", "Perigee-Auth", "CloudFront-Viewer-City", "a b", ""})
    void customHeadersOfOriginsDoNotTouchTheNetworksOwn(String name) {
        assertRefused(
                origin("customHeaders: [{name: '" + name + "', value: v}]"),
                "origins[0].customHeaders[0].name",
                name,
                "an HTTP field name");
    }

    @Test
    void customHeadersAreNamedOnceAndCannotSplitRequests() {
        assertRefused(
                origin("customHeaders: [{name: X-A, value: v}, {name: x-a, value: w}]"),
                "origins[0].customHeaders[1].name",
                "x-a",
                "customHeaders[0].name");
        assertRefused(
                origin("customHeaders: [{name: X-A, value: \"v\\r\\nX-B: w\"}]"),
                "origins[0].customHeaders[0].value",
                "v\uFFFD\uFFFDX-B: w",
                "an HTTP field value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2", "/v2/", "/a b", "/a?b", "/a/../b", "/%2", "/"})
    void originPathsStartWithASlashAndDoNotEndWithOne(String path) {
        assertRefused(origin("originPath: '" + path + "'"), "origins[0].originPath", path, "empty, or a URL path");
    }

    @Test
    void errorResponsesHavePageAndStatusOrNeither() {
        assertRefused(
                distribution("customErrorResponses: [{errorCode: 404, responsePagePath: /e}]"),
                "customErrorResponses[0].responseCode",
                null,
                "a status");
        assertRefused(
                distribution("customErrorResponses: [{errorCode: 404, responseCode: 200}]"),
                "customErrorResponses[0].responsePagePath",
                null,
                "a path");
        assertRefused(
                distribution("customErrorResponses: [{errorCode: 404}, {errorCode: 404}]"),
                "customErrorResponses[1].errorCode",
                "404",
                "customErrorResponses[0].errorCode");
        assertRefused(
                distribution("customErrorResponses: [{errorCode: 418}]"),
                "customErrorResponses[0].errorCode",
                "418",
                "one of 400, 403");
    }

    @Test
    void logsGoToABucketUnderAPrefixThatLeadsNowhereElse() {
        assertRefused(distribution("logging: {}"), "logging.bucket", null, "3 to 63");
        assertRefused(distribution("logging: {bucket: Logs}"), "logging.bucket", "Logs", "3 to 63");
        assertRefused(
                distribution("logging: {bucket: logs, prefix: a/../b/}"), "logging.prefix", "a/../b/", "none of them");
        assertRefused(distribution("logging: {bucket: logs, prefix: /a}"), "logging.prefix", "/a", "none of them");
        assertRefused(distribution("logging: {bucket: logs, prefix: a//b}"), "logging.prefix", "a//b", "none of them");
    }

    @Test
    void realTimeLogsAreNamedByBehaviorsAndHaveFields() {
        assertRefused(
                distribution("realtimeLogConfigs: [{name: live, fields: []}]"),
                "realtimeLogConfigs[0].fields",
                "[]",
                "1 to 40 items");
        assertRefused(
                distribution("realtimeLogConfigs: [{name: live, samplingRate: 0, fields: [c-ip]}]"),
                "realtimeLogConfigs[0].samplingRate",
                "0",
                "1 to 100");
        assertRefused(
                distribution("realtimeLogConfigs: [{name: live, fields: [cs-headers]}]"),
                "realtimeLogConfigs[0].fields[0]",
                "cs-headers",
                "c-ip");
        assertRefused(
                distribution(
                        "realtimeLogConfigs: [{name: live, fields: [c-ip]}]\ncacheBehaviors: [{pathPattern: /a, targetOriginId: o, realtimeLogConfig: other}]"),
                "cacheBehaviors[0].realtimeLogConfig",
                "other",
                "live");
    }

    @Test
    void geoRestrictionsHaveCountriesIfTheyRestrict() {
        assertRefused(
                distribution("geoRestriction: {type: allowlist}"), "geoRestriction.locations", "[]", "at least one");
        assertRefused(
                distribution("geoRestriction: {locations: [DE]}"), "geoRestriction.locations", "[DE]", "no countries");
        assertRefused(
                distribution("geoRestriction: {type: denylist, locations: [XX]}"),
                "geoRestriction.locations[0]",
                "XX",
                "ISO 3166-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "minTtl: 2d | defaultTtl | at least minTtl, 2d",
                "maxTtl: 1h | maxTtl | at least defaultTtl, 1d",
                "'headers: {behavior: allowlist}' | headers.items | at least one name",
                "'headers: {items: [A]}' | headers.items | no names",
                "'headers: {behavior: allowlist, items: [A, a]}' | headers.items[1] | headers.items[0]",
                "'headers: {behavior: allowlist, items: [cookie]}' | headers.items[0] | a header other than",
                "'headers: {behavior: allViewer}' | headers.behavior | one of none, allowlist",
                "'cookies: {behavior: all, items: [a]}' | cookies.items | no names",
                "'queryStrings: {behavior: allExcept}' | queryStrings.items | at least one name",
                "'queryStrings: {behavior: allowlist, items: [\"a=b\"]}' | queryStrings.items[0] | a name without",
            })
    void cachePoliciesAreConsistent(String field, String path, String expected) {
        assertThat(violations("kind: CachePolicy\nid: c\n" + field))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.field()).isEqualTo(path);
                    assertThat(violation.expected()).contains(expected);
                });
    }

    @Test
    void originRequestPoliciesAddOnlyTheNetworksHeadersToTheViewers() {
        assertRefused(
                "{kind: OriginRequestPolicy, id: o, headers: {behavior: allViewerAndAllowlistCloudFront, items: [X-A]}}",
                "headers.items[0]",
                "X-A",
                "CloudFront-");
        assertRefused(
                "{kind: OriginRequestPolicy, id: o, headers: {behavior: allViewer, items: [X-A]}}",
                "headers.items",
                "[X-A]",
                "no names");
        assertRefused(
                "{kind: OriginRequestPolicy, id: o, headers: {behavior: allExcept}}",
                "headers.items",
                "[]",
                "at least one name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'cors: {allowCredentials: true, allowOrigins: [\"*\"]}' | cors.allowOrigins",
                "'cors: {allowOrigins: []}' | cors.allowOrigins",
                "'cors: {allowOrigins: [\"https://a.b/path\"]}' | cors.allowOrigins[0]",
                "'cors: {allowOrigins: [\"*\"], maxAge: 2d}' | cors.maxAge",
                "'securityHeaders: {xssProtection: {protection: true, modeBlock: true, reportUri: /r}}' | securityHeaders.xssProtection.reportUri",
                "'securityHeaders: {xssProtection: {protection: false, modeBlock: true}}' | securityHeaders.xssProtection.modeBlock",
                "'securityHeaders: {frameOptions: {frameOption: NONE}}' | securityHeaders.frameOptions.frameOption",
                "'securityHeaders: {strictTransportSecurity: {}}' | securityHeaders.strictTransportSecurity.maxAge",
                "'customHeaders: [{name: Via, value: v}]' | customHeaders[0].name",
                "'customHeaders: [{name: A, value: v}, {name: a, value: v}]' | customHeaders[1].name",
                "'removeHeaders: [Content-Length]' | removeHeaders[0]",
                "'removeHeaders: [A, A]' | removeHeaders[1]",
            })
    void responseHeadersPoliciesAreConsistent(String field, String path) {
        assertThat(violations("kind: ResponseHeadersPolicy\nid: r\n" + field))
                .extracting(Violation::field)
                .containsExactly(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/*", "/img/*", "/a%20b", "/a?b=c", "/a?b=*", "/~x/(y)"})
    void pathsToInvalidateMayEndWithAStar(String path) {
        assertThat(invalidation(List.of(path))).isInstanceOf(Parsed.Valid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "*", "/a*b", "/*/", "/a b", "/ä", "/a%2", "/a%zz", "/a/../b", "/a\\b", "/a#b"})
    void otherPathsCannotBeInvalidated(String path) {
        assertThat(invalidation(List.of(path)))
                .isInstanceOfSatisfying(
                        Parsed.Invalid.class,
                        invalid -> assertThat(((Parsed.Invalid<?>) invalid).violations())
                                .extracting(Violation::field)
                                .containsExactly("paths[0]"));
    }

    @Test
    void anInvalidationHasAFewWildcardsOnly() {
        List<String> paths = IntStream.rangeClosed(0, Limits.INVALIDATION_WILDCARDS)
                .mapToObj(i -> "/" + i + "/*")
                .toList();

        assertThat(invalidation(paths))
                .isEqualTo(new Parsed.Invalid<>(List.of(
                        new Violation("paths", "16 paths with *", "at most 15 paths with * in one invalidation"))));
    }

    @Test
    void anInvalidationHasAPathOrATagOfTheFormThatResponsesCarry() {
        assertThat(invalidation(List.of()))
                .isEqualTo(new Parsed.Invalid<>(List.of(new Violation("paths", null, "one path or one tag at least"))));
        assertThat(Documents.validate(new Invalidation(
                        "i", "d", List.of(), List.of("product-42", "a*", "x:y/z"), false, "reference")))
                .isInstanceOf(Parsed.Valid.class);
        for (String wrong : List.of("", "*", "a,b", "a b", "é", "x".repeat(129))) {
            Parsed<Invalidation> parsed = Documents.validate(
                    new Invalidation("i", "d", List.of("/a"), List.of("good", wrong), false, "reference"));
            assertThat(parsed)
                    .as(wrong)
                    .isInstanceOfSatisfying(
                            Parsed.Invalid.class,
                            invalid -> assertThat(((Parsed.Invalid<?>) invalid).violations())
                                    .extracting(Violation::field)
                                    .containsExactly("tags[1]"));
        }
    }

    private static Parsed<Invalidation> invalidation(List<String> paths) {
        return Documents.validate(new Invalidation("i", "d", paths, List.of(), false, "reference"));
    }
}
