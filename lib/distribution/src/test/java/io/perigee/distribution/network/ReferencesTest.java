package io.perigee.distribution.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.distribution.CacheBehavior;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.Invalidation;
import io.perigee.distribution.Origin;
import io.perigee.distribution.OriginRequestPolicy;
import io.perigee.distribution.ResponseHeadersPolicy;
import io.perigee.distribution.VersionWeight;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Violation;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class ReferencesTest {

    private static final Origin ORIGIN = Origin.http("o", "127.0.0.1", 9000);

    private final NetworkConfig config = NetworkConfig.EMPTY
            .with(1, new Change.FunctionPublished(function(3)))
            .with(2, new Change.CachePolicyApplied(policy(CachePolicy.class, "cache")))
            .with(3, new Change.OriginRequestPolicyApplied(policy(OriginRequestPolicy.class, "request")))
            .with(4, new Change.ResponseHeadersPolicyApplied(policy(ResponseHeadersPolicy.class, "response")))
            .with(5, new Change.DistributionApplied(using("""
                    {targetOriginId: o, cachePolicyId: cache, originRequestPolicyId: request, responseHeadersPolicyId: response,
                     functionAssociations: [{eventType: viewer-request, function: f, version: 3}]}""")));

    @Test
    void whatADistributionNamesMustExist() {
        Distribution distribution = using("""
                {targetOriginId: o, cachePolicyId: c, originRequestPolicyId: q, responseHeadersPolicyId: r,
                 functionAssociations: [{eventType: viewer-request, function: g}, {eventType: viewer-response, function: f, version: 4}]}""");

        assertThat(References.check(config, new Change.DistributionApplied(distribution)))
                .extracting(Violation::field, Violation::value)
                .containsExactly(
                        tuple("defaultCacheBehavior.cachePolicyId", "c"),
                        tuple("defaultCacheBehavior.originRequestPolicyId", "q"),
                        tuple("defaultCacheBehavior.responseHeadersPolicyId", "r"),
                        tuple("defaultCacheBehavior.functionAssociations[0].function", "g"),
                        tuple("defaultCacheBehavior.functionAssociations[1].version", "4"));
        assertThat(References.unresolved(config, distribution)).hasSize(5);
    }

    @Test
    void aHostNameBelongsToOneDistribution() {
        Distribution other = Distribution.of("other", List.of("a.example.com", "localhost"), ORIGIN);

        assertThat(References.check(config, new Change.DistributionApplied(other)))
                .containsExactly(new Violation(
                        "aliases[1]", "localhost", "a host name that no other distribution has (site has it)"));
        assertThat(References.check(
                        config, new Change.DistributionApplied(Distribution.of("site", List.of("localhost"), ORIGIN))))
                .isEmpty();
    }

    @Test
    void whatIsInUseCannotBeDeleted() {
        for (Change change : List.of(
                new Change.CachePolicyDeleted("cache"),
                new Change.OriginRequestPolicyDeleted("request"),
                new Change.ResponseHeadersPolicyDeleted("response"),
                new Change.FunctionDeleted("f"))) {
            assertThat(References.check(config, change)).singleElement().satisfies(violation -> {
                assertThat(violation.field()).isEqualTo("id");
                assertThat(violation.expected()).contains("distribution site does, in defaultCacheBehavior");
            });
            assertThat(References.check(config.with(6, new Change.DistributionDeleted("site")), change))
                    .isEmpty();
        }
    }

    @Test
    void managedPoliciesCannotBeReplacedOrDeleted() {
        for (Change change : List.of(
                new Change.CachePolicyApplied(policy(CachePolicy.class, "Managed-Mine")),
                new Change.OriginRequestPolicyApplied(policy(OriginRequestPolicy.class, "Managed-Mine")),
                new Change.ResponseHeadersPolicyApplied(policy(ResponseHeadersPolicy.class, "Managed-Mine")),
                new Change.CachePolicyDeleted("Managed-Mine"))) {
            assertThat(References.check(config, change))
                    .containsExactly(new Violation("id", "Managed-Mine", "an id that does not start with Managed-"));
        }
    }

    @Test
    void versionsOfFunctionsGoUp() {
        assertThat(References.check(config, new Change.FunctionPublished(function(3))))
                .containsExactly(new Violation("version", "3", "a version above 3"));
        assertThat(References.check(config, new Change.FunctionPublished(function(4))))
                .isEmpty();
    }

    @Test
    void cloudFrontFunctionsRunAtViewerEventsWithoutTheBody() {
        NetworkConfig with = config.with(6, published("js", FunctionRuntime.CLOUDFRONT_JS_2_0, 128, 5));

        assertThat(References.unresolved(with, using("""
                {targetOriginId: o, functionAssociations: [
                 {eventType: viewer-request, function: js, includeBody: true}, {eventType: origin-request, function: js}]}""")))
                .extracting(Violation::field, Violation::expected)
                .containsExactly(
                        tuple(
                                "defaultCacheBehavior.functionAssociations[0].includeBody",
                                "false, as CloudFront Functions get no body (js version 1 is for cloudfront-js-2.0)"),
                        tuple(
                                "defaultCacheBehavior.functionAssociations[1].eventType",
                                "viewer-request or viewer-response, where CloudFront Functions run (js version 1 is for cloudfront-js-2.0)"));
    }

    @Test
    void aBehaviorsViewerEventsAreNotSharedByCloudFrontFunctionsAndLambda() {
        NetworkConfig with = config.with(6, published("js", FunctionRuntime.CLOUDFRONT_JS_2_0, 128, 5))
                .with(7, published("lambda", FunctionRuntime.NODEJS_22, 128, 5));

        assertThat(References.unresolved(with, using("""
                {targetOriginId: o, functionAssociations: [
                 {eventType: viewer-request, function: js}, {eventType: viewer-response, function: lambda}]}""")))
                .containsExactly(new Violation(
                        "defaultCacheBehavior.functionAssociations",
                        "CloudFront Functions and Lambda@Edge",
                        "one of the two at a behavior's viewer events"));
        assertThat(References.unresolved(with, using("""
                {targetOriginId: o, functionAssociations: [
                 {eventType: viewer-request, function: js}, {eventType: viewer-response, function: f},
                 {eventType: origin-request, function: lambda}, {eventType: origin-response, function: lambda}]}"""))).isEmpty();
    }

    @Test
    void aLambdaFunctionAtAViewerEventIsSmallAndQuick() {
        NetworkConfig with = config.with(6, published("lambda", FunctionRuntime.PYTHON_3_13, 256, 30));

        assertThat(
                        References.unresolved(
                                with,
                                using(
                                        "{targetOriginId: o, functionAssociations: [{eventType: viewer-request, function: lambda}]}")))
                .extracting(Violation::field, Violation::expected)
                .containsExactly(
                        tuple(
                                "defaultCacheBehavior.functionAssociations[0].function",
                                "a function of at most 128 MB at a viewer event (memorySize 256, lambda version 1 is for python3.13)"),
                        tuple(
                                "defaultCacheBehavior.functionAssociations[0].function",
                                "a function of at most 5 seconds at a viewer event (timeout 30, lambda version 1 is for python3.13)"));
        assertThat(
                        References.unresolved(
                                with,
                                using(
                                        "{targetOriginId: o, functionAssociations: [{eventType: origin-request, function: lambda}]}")))
                .isEmpty();
    }

    @Test
    void aVersionThatCannotRunWhereTheLatestRunsIsNotPublished() {
        NetworkConfig with = config.with(6, published("lambda", FunctionRuntime.NODEJS_22, 128, 5))
                .with(
                        7,
                        new Change.DistributionApplied(
                                using(
                                        "{targetOriginId: o, functionAssociations: [{eventType: viewer-request, function: lambda}]}")));

        assertThat(References.check(
                        with,
                        new Change.FunctionPublished(lambda("lambda", FunctionRuntime.NODEJS_22, 512, 5)
                                .withVersion(2))))
                .extracting(Violation::field)
                .containsExactly("distribution site, defaultCacheBehavior.functionAssociations[0].function");
    }

    @Test
    void anAliasNamesVersionsThatExistAndWhatUsesItStaysWhole() {
        NetworkConfig with = config.with(6, new Change.FunctionPublished(function(4)))
                .with(7, new Change.FunctionAliasApplied(FunctionAlias.of("f", "live", 3)))
                .with(8, published("lambda", FunctionRuntime.NODEJS_22, 512, 5))
                .with(
                        9,
                        new Change.DistributionApplied(
                                using(
                                        "{targetOriginId: o, functionAssociations: [{eventType: viewer-request, function: f, version: live}]}")));

        assertThat(References.check(
                        with,
                        new Change.FunctionAliasApplied(
                                new FunctionAlias("f", "live", "", 5, List.of(new VersionWeight(2, 1))))))
                .extracting(Violation::field, Violation::value)
                .containsExactly(tuple("functionVersion", "5"), tuple("routingConfig.additionalVersionWeights", "2"));
        assertThat(References.check(with, new Change.FunctionAliasApplied(FunctionAlias.of("g", "live", 1))))
                .containsExactly(new Violation("function", "g", "the name of a function"));
        assertThat(References.check(
                        with,
                        new Change.FunctionAliasApplied(
                                new FunctionAlias("f", "live", "", 4, List.of(new VersionWeight(3, 100))))))
                .isEmpty();
        assertThat(References.check(with, new Change.FunctionAliasDeleted("f", "live")))
                .extracting(Violation::expected)
                .containsExactly("one that nothing uses (distribution site does, in defaultCacheBehavior)");
    }

    @Test
    void theVersionsOfAnAliasAreRunInTheSameWay() {
        NetworkConfig with = config.with(
                6,
                new Change.FunctionPublished(
                        lambda("f", FunctionRuntime.NODEJS_22, 128, 5).withVersion(4)));

        assertThat(References.check(
                        with,
                        new Change.FunctionAliasApplied(
                                new FunctionAlias("f", "live", "", 3, List.of(new VersionWeight(4, 100))))))
                .extracting(Violation::expected)
                .containsExactly("a version that runs as version 3 does, for java-verticle (it is for nodejs22.x)");
    }

    @Test
    void aVersionThatIsUsedIsNotDeleted() {
        NetworkConfig with = config.with(6, new Change.FunctionPublished(function(4)))
                .with(7, new Change.FunctionPublished(function(5)))
                .with(8, new Change.FunctionAliasApplied(FunctionAlias.of("f", "live", 4)));

        assertThat(References.check(with, new Change.FunctionVersionDeleted("f", 3)))
                .extracting(Violation::expected)
                .containsExactly("one that nothing uses (distribution site does, in defaultCacheBehavior)");
        assertThat(References.check(with, new Change.FunctionVersionDeleted("f", 4)))
                .extracting(Violation::expected)
                .containsExactly("one that nothing uses (alias live does)");
        assertThat(References.check(with, new Change.FunctionVersionDeleted("f", 5)))
                .isEmpty();
        assertThat(References.check(
                        with.with(
                                9,
                                new Change.DistributionApplied(
                                        using(
                                                "{targetOriginId: o, functionAssociations: [{eventType: viewer-request, function: f}]}"))),
                        new Change.FunctionVersionDeleted("f", 5)))
                .as("it is the latest, and the latest is used")
                .hasSize(1);
    }

    @Test
    void onlyADistributionThatExistsCanBeInvalidated() {
        assertThat(References.check(
                        config,
                        new Change.InvalidationAccepted(
                                new Invalidation("i", "x", List.of("/*"), List.of(), false, "r"))))
                .containsExactly(new Violation("distributionId", "x", "the id of a distribution"));
        assertThat(References.check(config, new Change.DistributionDeleted("site")))
                .isEmpty();
    }

    private static Tuple tuple(String field, String value) {
        return Tuple.tuple(field, value);
    }

    private static Distribution using(String behavior) {
        return Distribution.of("site", List.of("localhost"), ORIGIN)
                .withDefaultCacheBehavior(
                        Documents.parse(behavior, CacheBehavior.class).orThrow());
    }

    private static <T extends Record> T policy(Class<T> type, String id) {
        return Documents.parse("id: " + id, type).orThrow();
    }

    private static Change published(String name, FunctionRuntime runtime, int memorySize, int timeout) {
        return new Change.FunctionPublished(lambda(name, runtime, memorySize, timeout));
    }

    private static FunctionVersion lambda(String name, FunctionRuntime runtime, int memorySize, int timeout) {
        return new FunctionVersion(name, 1, runtime, "a".repeat(64), 1, "handler", memorySize, timeout, null);
    }

    private static FunctionVersion function(int version) {
        return FunctionVersion.verticle("f", version, "a".repeat(64), 1, "F");
    }
}
