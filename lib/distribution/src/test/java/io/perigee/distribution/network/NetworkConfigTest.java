package io.perigee.distribution.network;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.distribution.AccountLimit;
import io.perigee.distribution.CacheKeyHeaders;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.FunctionConcurrency;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.Invalidation;
import io.perigee.distribution.KeyValueStore;
import io.perigee.distribution.ManagedPolicies;
import io.perigee.distribution.NameSelection;
import io.perigee.distribution.Origin;
import io.perigee.distribution.OriginRequestHeaders;
import io.perigee.distribution.OriginRequestPolicy;
import io.perigee.distribution.ProvisionedConcurrency;
import io.perigee.distribution.ResponseHeadersPolicy;
import io.perigee.distribution.VersionWeight;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.InvalidDocumentException;
import io.perigee.distribution.document.Parsed;
import io.perigee.distribution.document.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkConfigTest {

    private static final Distribution SITE =
            Distribution.of("site", List.of("localhost"), Origin.http("o", "127.0.0.1", 9000));
    private static final CachePolicy CACHE = new CachePolicy(
            "short",
            "",
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            CacheKeyHeaders.NONE,
            NameSelection.NONE,
            NameSelection.ALL,
            true,
            true,
            false,
            false);
    private static final OriginRequestPolicy ORIGIN_REQUEST =
            new OriginRequestPolicy("all", "", OriginRequestHeaders.ALL_VIEWER, NameSelection.ALL, NameSelection.ALL);
    private static final ResponseHeadersPolicy RESPONSE_HEADERS =
            new ResponseHeadersPolicy("none", "", null, null, List.of(), Set.of("Server"));

    static Stream<Change> changes() {
        return Stream.of(
                new Change.DistributionApplied(SITE),
                new Change.DistributionDeleted("site"),
                new Change.CachePolicyApplied(CACHE),
                new Change.CachePolicyDeleted("short"),
                new Change.OriginRequestPolicyApplied(ORIGIN_REQUEST),
                new Change.OriginRequestPolicyDeleted("all"),
                new Change.ResponseHeadersPolicyApplied(RESPONSE_HEADERS),
                new Change.ResponseHeadersPolicyDeleted("none"),
                new Change.FunctionPublished(function("resize", 7)),
                new Change.FunctionVersionDeleted("resize", 1),
                new Change.FunctionAliasApplied(
                        new FunctionAlias("resize", "live", "for viewers", 1, List.of(new VersionWeight(7, 2_500)))),
                new Change.FunctionAliasDeleted("resize", "live"),
                new Change.KeyValueStoreApplied(new KeyValueStore.About("redirects", "of old", 7, 7, 0)),
                new Change.KeyValuesChanged(
                        "redirects",
                        8,
                        new KeyValueStore.Update(
                                List.of(new KeyValueStore.Item("/old", "a\nb")),
                                List.of(new KeyValueStore.DeletedKey("/gone")))),
                new Change.KeyValueStoreDeleted("redirects"),
                new Change.FunctionConcurrencyApplied(new FunctionConcurrency(
                        "resize", List.of(), List.of(new ProvisionedConcurrency("7", "eu", 2)))),
                new Change.FunctionConcurrencyDeleted("resize"),
                new Change.AccountLimitApplied(AccountLimit.DEFAULT),
                new Change.FunctionDeleted("resize"),
                new Change.InvalidationAccepted(new Invalidation("i", "site", List.of("/*"), List.of(), false, "r")));
    }

    @Test
    void everyKindOfChangeIsAmongThoseTested() {
        assertThat(changes().map(Change::kind))
                .containsExactlyInAnyOrderElementsOf(Stream.of(Change.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeReadsBackAsItWasWritten(Change change) {
        String payload = NetworkFormat.write(change);

        assertThat(payload).contains("\"formatVersion\":1");
        assertThat(NetworkFormat.readChange(change.kind(), payload)).isEqualTo(change);
    }

    @Test
    void aConfigReadsBackAsItWasWritten() {
        NetworkConfig config = full();

        assertThat(NetworkFormat.readConfig(NetworkFormat.write(config))).isEqualTo(config);
        assertThat(NetworkFormat.readConfig(NetworkFormat.write(NetworkConfig.EMPTY)))
                .isEqualTo(NetworkConfig.EMPTY);
    }

    @Test
    void whatIsDeletedIsGoneAndTheRestStays() {
        NetworkConfig config = full();
        for (Change change : changes().filter(c -> c.kind().endsWith("Deleted")).toList()) {
            config = config.with(config.sequence() + 1, change);
        }

        assertThat(config).usingRecursiveComparison().ignoringFields("sequence").isEqualTo(NetworkConfig.EMPTY);
        assertThat(full().distributions()).containsKey("site");
    }

    @Test
    void entriesApplyInOrderOnly() {
        assertThatThrownBy(() -> full().with(1, new Change.DistributionDeleted("site")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anInvalidationMovesTheSequenceOnly() {
        NetworkConfig before = full();
        NetworkConfig after = before.with(
                100,
                new Change.InvalidationAccepted(new Invalidation("i", "site", List.of("/*"), List.of(), false, "r")));

        assertThat(after.sequence()).isEqualTo(100);
        assertThat(after).usingRecursiveComparison().ignoringFields("sequence").isEqualTo(before);
    }

    @Test
    void aStoreKeepsCountOfItsBytesAndChangesItsEntityTagWithEachChange() {
        NetworkConfig config = NetworkConfig.EMPTY
                .with(1, new Change.KeyValueStoreApplied(new KeyValueStore.About("s", "", 5, 5, 0)))
                .with(
                        2,
                        changed(
                                List.of(new KeyValueStore.Item("k", "\u00fc"), new KeyValueStore.Item("l", "x")),
                                List.of()))
                .with(
                        3,
                        changed(
                                List.of(new KeyValueStore.Item("k", "longer")),
                                List.of(new KeyValueStore.DeletedKey("l"), new KeyValueStore.DeletedKey("m"))))
                .with(4, new Change.KeyValueStoreApplied(new KeyValueStore.About("s", "named", 5, 5, 0)));

        KeyValueStore store = requireNonNull(config.keyValueStores().get("s"));
        assertThat(store.items()).containsExactly(Map.entry("k", "longer"));
        assertThat(store.bytes()).isEqualTo(7);
        assertThat(store.about().etag()).isEqualTo("\"4\"");
        assertThat(store.about().comment()).isEqualTo("named");
    }

    private static Change changed(List<KeyValueStore.Item> puts, List<KeyValueStore.DeletedKey> deletes) {
        return new Change.KeyValuesChanged("s", 6, new KeyValueStore.Update(puts, deletes));
    }

    @Test
    void functionsAreFoundByVersionAndTheLatestIsTheHighest() {
        NetworkConfig config = full();

        assertThat(config.function("resize", "latest")).isEqualTo(function("resize", 7));
        assertThat(config.function("resize", "1")).isEqualTo(function("resize", 1));
        assertThat(config.function("resize", "2")).isNull();
        assertThat(config.function("other", "latest")).isNull();
    }

    @Test
    void anAliasStandsForItsVersionsByTheirShares() {
        NetworkConfig config = full();

        assertThat(config.functions("resize", "live"))
                .containsExactly(
                        new NetworkConfig.WeightedFunction(function("resize", 1), 7_500),
                        new NetworkConfig.WeightedFunction(function("resize", 7), 2_500));
        assertThat(config.functions("resize", "7"))
                .containsExactly(new NetworkConfig.WeightedFunction(function("resize", 7), 10_000));
        assertThat(config.functions("resize", "other")).isEmpty();
        assertThat(config.aliases("resize")).extracting(FunctionAlias::name).containsExactly("live");
        assertThat(config.aliases("re")).isEmpty();
    }

    @Test
    void managedPoliciesAreValidAndInEveryConfig() {
        assertThat(NetworkConfig.EMPTY.cachePolicy(ManagedPolicies.CACHING_OPTIMIZED))
                .isNotNull();
        assertThat(NetworkConfig.EMPTY.originRequestPolicy(ManagedPolicies.ALL_VIEWER))
                .isNotNull();
        assertThat(NetworkConfig.EMPTY.responseHeadersPolicy(ManagedPolicies.SIMPLE_CORS))
                .isNotNull();
        Stream.of(
                        ManagedPolicies.cachePolicies(),
                        ManagedPolicies.originRequestPolicies(),
                        ManagedPolicies.responseHeadersPolicies())
                .flatMap(policies -> policies.entrySet().stream())
                .forEach(policy -> {
                    assertThat(policy.getKey()).startsWith(ManagedPolicies.PREFIX);
                    assertThat(Documents.validate((Record) policy.getValue())).isInstanceOf(Parsed.Valid.class);
                });
    }

    @Test
    void functionsOfTheTimeBeforeRuntimesReadAsVerticles() {
        String function = "{\"name\":\"resize\",\"version\":7,\"sha256\":\"" + "a".repeat(64)
                + "\",\"size\":1000,\"entryClass\":\"com.example.Resize\"}";

        Change entry =
                NetworkFormat.readChange("FunctionPublished", "{\"function\":" + function + ",\"formatVersion\":1}");
        NetworkConfig config = NetworkFormat.readConfig("{\"formatVersion\":1,\"sequence\":9,\"distributions\":[],"
                + "\"cachePolicies\":[],\"originRequestPolicies\":[],\"responseHeadersPolicies\":[],\"functions\":["
                + function + "]}");

        assertThat(entry).isEqualTo(new Change.FunctionPublished(function("resize", 7)));
        assertThat(config.function("resize", "latest")).isEqualTo(function("resize", 7));
    }

    @Test
    void anotherFormatIsRefused() {
        assertRefused("DistributionDeleted", "{\"formatVersion\":2,\"id\":\"a\"}", "formatVersion", "2");
        assertRefused("DistributionDeleted", "{\"id\":\"a\"}", "formatVersion", "");
        assertRefused("DistributionMoved", "{\"formatVersion\":1,\"id\":\"a\"}", "kind", "DistributionMoved");
        assertRefused("DistributionDeleted", "{\"formatVersion\":1,\"id\":\"a\",\"x\":1}", "x", "1");
        assertRefused("DistributionDeleted", "{\"formatVersion\":1}", "id", null);
        assertThatThrownBy(() -> NetworkFormat.readConfig("{\"formatVersion\":9}"))
                .isInstanceOf(InvalidDocumentException.class);
        assertThatThrownBy(() -> NetworkFormat.readConfig("{\"formatVersion\":1,\"sequence\":"))
                .isInstanceOf(InvalidDocumentException.class);
        assertThatThrownBy(() -> NetworkFormat.readConfig("[]")).isInstanceOf(InvalidDocumentException.class);
    }

    private static void assertRefused(String kind, String payload, String field, @Nullable String value) {
        assertThatThrownBy(() -> NetworkFormat.readChange(kind, payload))
                .isInstanceOfSatisfying(InvalidDocumentException.class, refused -> {
                    Violation violation = refused.violations().getFirst();
                    assertThat(violation.field()).isEqualTo(field);
                    assertThat(violation.value()).isEqualTo(value);
                });
    }

    static NetworkConfig full() {
        NetworkConfig config = NetworkConfig.EMPTY.with(1, new Change.FunctionPublished(function("resize", 1)));
        for (Change change :
                changes().filter(c -> !c.kind().endsWith("Deleted")).toList()) {
            config = config.with(config.sequence() + 1, change);
        }
        return config;
    }

    private static FunctionVersion function(String name, int version) {
        return FunctionVersion.verticle(name, version, "a".repeat(64), 1_000, "com.example.Resize");
    }
}
