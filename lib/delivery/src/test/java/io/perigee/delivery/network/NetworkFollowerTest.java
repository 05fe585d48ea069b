package io.perigee.delivery.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.CacheKey;
import io.perigee.cache.CacheSettings;
import io.perigee.cache.CacheTier;
import io.perigee.cache.SequenceView;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.Role;
import io.perigee.cluster.log.LogEntry;
import io.perigee.cluster.log.LogPosition;
import io.perigee.delivery.Loop;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.Invalidation;
import io.perigee.distribution.KeyValueStore;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.network.NetworkFormat;
import io.perigee.functions.KeyValues;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.host.FunctionLimits;
import io.perigee.functions.host.FunctionStore;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class NetworkFollowerTest {

    private static final String LOG = "log-1";

    @TempDir
    private Path folder;

    private final FakeControlPlane control = new FakeControlPlane();
    private final CacheTier cache =
            new CacheTier(CacheSettings.ofMemory(1 << 20), SequenceView.standAlone(), () -> 0, Runnable::run);
    private Vertx vertx;
    private FunctionHost host;
    private NetworkFollower follower;

    @BeforeEach
    void open(Vertx vertx) {
        this.vertx = vertx;
        host = new FunctionHost(vertx, FunctionLimits.DEFAULT.withInstances(1, 1));
        follower = follower();
    }

    @AfterEach
    void close() {
        Await.get(host.close());
        cache.close();
    }

    private NetworkFollower follower() {
        return new NetworkFollower(
                vertx,
                control,
                new SavedNetwork(folder),
                cache,
                host,
                new FunctionStore(folder.resolve("functions")),
                () -> new NodeInfo(
                        "edge-1", Role.EDGE, "eu", "TST1", 50.1, 8.7, null, null, null, "test", NodeState.READY, 1));
    }

    private static Change site(String associations) {
        return new Change.DistributionApplied(
                Documents.parse("""
                    id: site
                    origins: [{id: o, domainName: example.com}]
                    defaultCacheBehavior: {targetOriginId: o, functionAssociations: [%s]}
                    """.formatted(associations), Distribution.class).orThrow());
    }

    private CompletionStage<Void> start(long sequence, Change change) {
        return follower.apply(LOG, new LogEntry(sequence, change.kind(), NetworkFormat.write(change)));
    }

    private void apply(long sequence, Change change) {
        Await.get(start(sequence, change));
    }

    private boolean isServed(String distribution) {
        return follower.routing().byId(distribution) != null;
    }

    private static byte[] jar() {
        return GreetingJar.bytes();
    }

    private static Change published(byte[] jar, String entryClass) {
        return new Change.FunctionPublished(GreetingJar.version(jar, entryClass));
    }

    @Test
    void aNodeThatHasAppliedNothingHasNoConfiguration() {
        assertThat(follower.hasConfig()).isFalse();
        assertThat(Await.get(follower.resume())).isEqualTo(LogPosition.NONE);
    }

    @Test
    void anEntryIsAppliedAndANodeThatStartsAnewGoesOnFromIt() {
        apply(4, site(""));

        assertThat(isServed("site")).isTrue();
        assertThat(follower.hasConfig()).isTrue();
        control.goDown();
        follower = follower();
        assertThat(Await.get(follower.resume())).isEqualTo(new LogPosition(LOG, 4));
        assertThat(isServed("site")).isTrue();
        apply(5, new Change.DistributionDeleted("site"));
        assertThat(isServed("site")).isFalse();
    }

    @Test
    void anInvalidationIsMarkedBeforeItCountsAsApplied() {
        apply(1, site(""));
        CompletionStage<Void> applied = start(
                2,
                new Change.InvalidationAccepted(
                        new Invalidation("i", "site", List.of("/a", "/img/*"), List.of("red"), false, "r")));

        assertThat(cache.marks().newestCovering(new CacheKey("site", "/a", ""))).isEqualTo(2);
        assertThat(cache.marks().newestCovering(new CacheKey("site", "/img/x", "")))
                .isEqualTo(2);
        assertThat(cache.marks().newestCovering(new CacheKey("site", "/b", ""))).isZero();
        assertThat(cache.marks().newestCovering(new CacheKey("site", "/b", ""), List.of("blue", "red")))
                .isEqualTo(2);
        Await.get(applied);
    }

    @Test
    void aSoftInvalidationMarksStaleAndNotGone() {
        apply(1, site(""));
        apply(
                2,
                new Change.InvalidationAccepted(
                        new Invalidation("i", "site", List.of("/a"), List.of("red"), true, "r")));

        assertThat(cache.marks().size()).isZero();
        assertThat(cache.counters().marks()).isEqualTo(2);
    }

    @Test
    void anEntryOfANewerVersionIsPassedOverAndTakenForAnInvalidationOfEverything() {
        apply(1, site(""));

        Await.get(follower.apply(LOG, new LogEntry(2, "SomethingNew", "{\"formatVersion\":1}")));
        Await.get(follower.apply(LOG, new LogEntry(3, "DistributionDeleted", "{\"formatVersion\":2,\"id\":\"site\"}")));

        assertThat(isServed("site")).isTrue();
        assertThat(cache.marks().floor()).isEqualTo(3);
        apply(4, new Change.DistributionDeleted("site"));
        assertThat(isServed("site")).isFalse();
    }

    @Test
    void aNodeThatHasPassedAnEntryOverReadsItWhenItStartsAsANewerProgram() {
        apply(1, site(""));
        Await.get(follower.apply(LOG, new LogEntry(2, "SomethingNew", "{\"formatVersion\":1}")));
        apply(3, new Change.DistributionDeleted("site"));
        assertThat(follower.counters().passedOver()).isEqualTo(1);

        follower = follower();
        assertThat(Await.get(follower.resume())).isEqualTo(new LogPosition(LOG, 1));
        control.give(new ControlPlane.Snapshot(LOG, NetworkConfig.EMPTY.at(3)));
        Await.get(follower.takeSnapshot());
        follower = follower();
        assertThat(Await.get(follower.resume())).isEqualTo(new LogPosition(LOG, 3));
    }

    @Test
    void aSnapshotReplacesEverythingAndNothingFetchedBeforeItIsServed() {
        apply(1, site(""));
        control.give(new ControlPlane.Snapshot("log-2", NetworkConfig.EMPTY.at(70)));

        LogPosition position = Await.get(follower.takeSnapshot());

        assertThat(position).isEqualTo(new LogPosition("log-2", 70));
        assertThat(isServed("site")).isFalse();
        assertThat(cache.marks().floor()).isEqualTo(70);
        follower = follower();
        assertThat(Await.get(follower.resume())).isEqualTo(new LogPosition("log-2", 70));
    }

    @Test
    void aSnapshotThatCannotBeHadLeavesTheNodeAsItIs() {
        apply(1, site(""));
        control.goDown();

        assertThat(Await.failure(Future.fromCompletionStage(follower.takeSnapshot())))
                .hasMessage("out of reach");
        assertThat(isServed("site")).isTrue();
        assertThat(cache.marks().floor()).isZero();
    }

    @Test
    void requestsAreRoutedToAFunctionOnlyOnceItRuns() {
        byte[] jar = jar();
        apply(1, published(jar, Greeting.class.getName()));
        CompletionStage<Void> applied = start(2, site("{eventType: viewer-request, function: greeting}"));
        Await.until("the package is asked for", () -> control.codeAsked() == 1);
        assertThat(isServed("site")).isFalse();

        control.giveCode("greeting", jar);

        Await.get(applied);
        assertThat(isServed("site")).isTrue();
        assertThat(host.deployed())
                .singleElement()
                .satisfies(deployed -> assertThat(deployed.handler()).isEqualTo(Greeting.class.getName()));
    }

    @Test
    void aNodeStartsItsFunctionsWithoutAControlPlane() {
        byte[] jar = jar();
        control.giveCode("greeting", jar);
        apply(1, published(jar, Greeting.class.getName()));
        apply(2, site("{eventType: viewer-request, function: greeting}"));
        control.goDown();
        Await.get(host.undeploy("greeting"));

        follower = follower();

        assertThat(Await.get(follower.resume())).isEqualTo(new LogPosition(LOG, 2));
        assertThat(host.deployed()).hasSize(1);
    }

    @Test
    void aPackageThatCannotBeHadOrIsNotWhatWasPublishedIsAskedForAgain() {
        byte[] jar = jar();
        apply(1, published(jar, Greeting.class.getName()));
        control.giveCode("greeting", new byte[] {1, 2, 3});
        Change site = site("{eventType: viewer-request, function: greeting}");

        assertThat(Await.failure(Future.fromCompletionStage(start(2, site)))).hasMessageContaining("SHA-256");
        control.goDown();
        assertThat(Await.failure(Future.fromCompletionStage(start(2, site)))).hasMessage("out of reach");

        assertThat(isServed("site")).isFalse();
        assertThat(control.codeAsked()).isEqualTo(2);
    }

    @Test
    void aFunctionThatCannotStartHoldsUpNothingElse() {
        byte[] jar = jar();
        control.giveCode("greeting", jar);
        apply(1, published(jar, "com.example.NotThere"));
        apply(2, site("{eventType: viewer-request, function: greeting}"));

        assertThat(isServed("site")).isTrue();
        assertThat(host.deployed()).isEmpty();
    }

    @Test
    void aKeyValueStoreIsReadAsItIsNowAndIsThereAfterARestart() {
        KeyValues values = follower.keyValues("redirects");
        assertThat(values.count()).isZero();

        apply(1, new Change.KeyValueStoreApplied(new KeyValueStore.About("redirects", "", 5, 5, 0)));
        apply(2, put("/old", "/new"));
        apply(3, put("/old", "/newer"));

        assertThat(values.get("/old")).hasValue("/newer");
        assertThat(values.exists("/other")).isFalse();
        assertThat(values.count()).isEqualTo(1);
        assertThat(values.created()).isEqualTo(Instant.ofEpochMilli(5));
        assertThat(values.lastUpdated()).isEqualTo(Instant.ofEpochMilli(6));
        follower = follower();
        Await.get(follower.resume());
        assertThat(follower.keyValues("redirects").get("/old")).hasValue("/newer");
        apply(4, new Change.KeyValueStoreDeleted("redirects"));
        assertThat(follower.keyValues("redirects").get("/old")).isEmpty();
    }

    private static Change put(String key, String value) {
        return new Change.KeyValuesChanged(
                "redirects", 6, new KeyValueStore.Update(List.of(new KeyValueStore.Item(key, value)), List.of()));
    }

    @Test
    void aFunctionThatNoBehaviorNamesAnyMoreStaysForTheRequestsThatWereRoutedBefore() {
        byte[] jar = jar();
        control.giveCode("greeting", jar);
        apply(1, published(jar, Greeting.class.getName()));
        apply(2, site("{eventType: viewer-request, function: greeting}"));

        apply(3, site(""));

        follower.returnIdleFunctions();
        assertThat(host.deployed()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "rubbish",
                "log-1 4",
                "log-1 4\n",
                "log-1 4\n{\"formatVersion\":1",
                "log-1 4\n{\"formatVersion\":99,\"sequence\":4}",
                " 0\nCONFIG",
                "log-1 5\nCONFIG",
                "log-1 four\nCONFIG",
                "\u0000\u0001\u0002"
            })
    void aNodeWhoseSavedConfigurationIsHarmedStartsAsANewOne(String text) throws IOException {
        String config = NetworkFormat.write(NetworkConfig.EMPTY.with(4, site("")));
        Files.writeString(folder.resolve("network-config"), text.replace("CONFIG", config));

        assertThat(Await.get(follower.resume())).isEqualTo(LogPosition.NONE);
        assertThat(follower.hasConfig()).isFalse();
    }

    @Test
    void aDiskThatCannotBeWrittenDoesNotStopTheNodeFromFollowing() throws IOException {
        Files.createDirectory(folder.resolve("network-config.partial"));

        apply(1, site(""));

        assertThat(isServed("site")).isTrue();
    }

    @Test
    void whatWasAppliedCountsOnlyWhenEveryEventLoopHasComeRound() {
        Loop loop = new Loop(vertx);
        var settled = loop.call(() -> {
            var round = follower.settle().toCompletableFuture();
            assertThat(round).isNotDone();
            return Future.succeededFuture(round);
        });

        Await.get(settled);
    }

    @Test
    void theKnownNodesAreKept() {
        SavedNetwork saved = new SavedNetwork(folder);
        assertThat(saved.loadNodes()).isEmpty();

        saved.saveNodes(() -> "edge-1\nedge-2");

        assertThat(new SavedNetwork(folder).loadNodes()).contains("edge-1\nedge-2");
    }
}
