package io.perigee.distribution.routing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.distribution.Distribution;
import io.perigee.distribution.EventType;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.Origin;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributionRoutingTest {

    private static final Distribution SHOP =
            Documents.parse("""
            id: shop
            aliases: [shop.example.com]
            origins:
              - {id: a, domainName: a.example.com}
              - {id: b, domainName: b.example.com}
            originGroups: [{id: g, members: [b, a], failoverStatusCodes: [503]}]
            defaultCacheBehavior:
              targetOriginId: g
              functionAssociations:
                - {eventType: viewer-request, function: f}
                - {eventType: origin-request, function: f, version: 1, includeBody: true}
            cacheBehaviors:
              - {pathPattern: /img/private/*, targetOriginId: a, cachePolicyId: Managed-CachingDisabled}
              - {pathPattern: img/*, targetOriginId: b, responseHeadersPolicyId: Managed-SimpleCORS}
              - {pathPattern: "*.php", targetOriginId: a, allowedMethods: [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]}
            customErrorResponses: [{errorCode: 404, responsePagePath: /404.html, responseCode: 200}]
            """, Distribution.class).orThrow();

    private final NetworkConfig config = NetworkConfig.EMPTY
            .with(1, new Change.FunctionPublished(function(1)))
            .with(2, new Change.FunctionPublished(function(2)))
            .with(3, new Change.DistributionApplied(SHOP))
            .with(4, hosts("wild", "*.example.com", "127.0.0.1", "::1"))
            .with(5, hosts("deep", "*.eu.example.com", "localhost"));

    private final DistributionRouting routing = DistributionRouting.of(config);

    @ParameterizedTest
    @CsvSource({
        "shop.example.com, shop",
        "SHOP.Example.com, shop",
        "shop.example.com:8081, shop",
        "shop.example.com., shop",
        "shop.example.com.:443, shop",
        "www.example.com, wild",
        "a.b.example.com, wild",
        "x.eu.example.com, deep",
        "X.Y.EU.example.com:80, deep",
        "eu.example.com, wild",
        "127.0.0.1:8081, wild",
        "[::1], wild",
        "[::1]:8081, wild",
        "localhost:8081, deep"
    })
    void aHostLeadsToTheDistributionWithTheMostExactAlias(String host, String distribution) {
        CompiledDistribution found = requireNonNull(routing.forHost(host));

        assertThat(found.id()).isEqualTo(distribution);
    }

    @ParameterizedTest
    @CsvSource({"example.com", "example.org", ".example.com", "''", "[::1", "[]", ":80", "com", "."})
    void otherHostsLeadNowhere(String host) {
        assertThat(routing.forHost(host)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/img/private/a.png, /img/private/*",
        "/img/a.png, img/*",
        "/img/a.php, img/*",
        "/index.php?x=/img/private/a, *.php",
        "/index.html?x=.php, *",
        "/IMG/a.png, *",
        "/img, *",
        "/, *"
    })
    void theFirstBehaviorWhosePatternMatchesThePathIsUsed(String target, String pattern) {
        assertThat(shop().behaviorFor(target).pattern().source()).isEqualTo(pattern);
        assertThat(shop().behaviorWithPattern(pattern)).isSameAs(shop().behaviorFor(target));
    }

    @Test
    void behaviorsHaveTheirPoliciesAtHand() {
        CompiledBehavior images = shop().behaviorFor("/img/a");

        assertThat(images.cachePolicy().id()).isEqualTo("Managed-CachingOptimized");
        assertThat(images.originRequestPolicy()).isNull();
        assertThat(images.responseHeadersPolicy()).isNotNull();
        assertThat(images.allowsMethod("GET")).isTrue();
        assertThat(images.allowsMethod("POST")).isFalse();
        assertThat(images.allowsMethod("get")).isFalse();
        assertThat(shop().behaviorFor("/a.php").allowsMethod("POST")).isTrue();
        assertThat(shop().behaviorFor("/a.php").cachesMethod("POST")).isFalse();
    }

    @Test
    void functionsAreExactVersions() {
        CompiledBehavior behavior = shop().defaultBehavior();

        assertThat(behavior.function(EventType.VIEWER_REQUEST)).isEqualTo(binding(2, false));
        assertThat(behavior.function(EventType.ORIGIN_REQUEST)).isEqualTo(binding(1, true));
        assertThat(behavior.function(EventType.VIEWER_RESPONSE)).isNull();
        assertThat(behavior.functions()).hasSize(2);
    }

    @Test
    void targetsAreOriginsInTheOrderInWhichTheyAreAsked() {
        OriginTarget group = shop().defaultBehavior().target();
        OriginTarget single = shop().behaviorFor("/img/a").target();

        assertThat(group.origins()).extracting(Origin::id).containsExactly("b", "a");
        assertThat(group.failsOver(503)).isTrue();
        assertThat(group.failsOver(500)).isFalse();
        assertThat(single.id()).isEqualTo("b");
        assertThat(single.origins()).hasSize(1);
        assertThat(single.failsOver(503)).isFalse();
    }

    @Test
    void errorResponsesAreFoundByStatus() {
        assertThat(shop().errorResponse(404))
                .isEqualTo(SHOP.customErrorResponses().getFirst());
        assertThat(shop().errorResponse(500)).isNull();
    }

    @Test
    void aDisabledDistributionHasAnIdButNoHosts() {
        Distribution disabled = Documents.parse("""
                        id: shop
                        enabled: false
                        aliases: [shop.example.com]
                        origins: [{id: o, domainName: a.b}]
                        defaultCacheBehavior: {targetOriginId: o}
                        """, Distribution.class).orThrow();
        DistributionRouting after = DistributionRouting.of(config.with(6, new Change.DistributionApplied(disabled))
                .with(7, new Change.DistributionDeleted("wild")));

        assertThat(after.forHost("shop.example.com")).isNull();
        assertThat(after.byId("shop")).isNotNull();
        assertThat(after.sequence()).isEqualTo(7);
    }

    @Test
    void aDistributionThatNamesWhatIsNotThereIsLeftOutAlone() {
        DistributionRouting after = DistributionRouting.of(config.with(6, new Change.FunctionDeleted("f")));

        assertThat(after.byId("shop")).isNull();
        assertThat(after.forHost("localhost")).isNotNull();
        assertThat(after.unresolved()).containsOnlyKeys("shop");
        assertThat(after.unresolved().get("shop")).hasSize(2);
    }

    private CompiledDistribution shop() {
        return requireNonNull(routing.byId("shop"));
    }

    private static Change hosts(String id, String... hosts) {
        return new Change.DistributionApplied(Distribution.of(id, List.of(hosts), Origin.http("o", "127.0.0.1", 9000)));
    }

    private static CompiledBehavior.FunctionBinding binding(int version, boolean includeBody) {
        return new CompiledBehavior.FunctionBinding(
                List.of(new NetworkConfig.WeightedFunction(function(version), 10_000)), includeBody);
    }

    private static FunctionVersion function(int version) {
        return FunctionVersion.verticle("f", version, "a".repeat(64), 1, "F");
    }
}
