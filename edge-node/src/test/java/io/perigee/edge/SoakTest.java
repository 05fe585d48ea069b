package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.internal.PlatformDependent;
import io.perigee.delivery.tier.CacheConfig;
import io.perigee.delivery.tier.DiskConfig;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.OriginRequestPolicy;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.node.config.ByteSize;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.ConversationExtension;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random conversations through an edge and a regional cache, over real sockets, with an origin that breaks, is slow and goes down: every byte is checked,
 * every request ends, and what was used is given back. {@code -Dperigee.soak.seconds=600} makes it longer, {@code -Dperigee.soak.seed=…} repeats what
 * viewers ask for (not the order in which it happens).
 */
@Conversation
class SoakTest {

    private static final Logger LOG = LoggerFactory.getLogger(SoakTest.class);
    private static final int VIEWERS = 24;

    /** What Netty's codecs allocate once and keep. */
    private static final long CONSTANTS = 1 << 10;

    private static final long SECONDS = Long.getLong("perigee.soak.seconds", 10);
    private static final long SEED = Long.getLong("perigee.soak.seed", System.nanoTime());

    @TempDir
    @SuppressWarnings("NullAway.Init") // made before the test
    Path folder;

    private final SoakSite site = new SoakSite();
    private final SoakViewer.Counts counts = new SoakViewer.Counts();
    private final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();

    private static NetworkConfig config(int originPort) {
        CachePolicy cachePolicy = Documents.parse("""
            id: p
            defaultTtl: 0s
            enableAcceptEncodingGzip: true
            enableAcceptEncodingBrotli: true
            """, CachePolicy.class).orThrow();
        OriginRequestPolicy originRequestPolicy =
                Documents.parse("""
            id: all
            headers: {behavior: allViewer}
            """, OriginRequestPolicy.class).orThrow();
        Distribution site =
                Documents.parse("""
            id: site
            aliases: [127.0.0.1]
            origins: [{id: o, domainName: 127.0.0.1, httpPort: %d, protocolPolicy: http-only, responseTimeout: 2s, keepaliveTimeout: 2s}]
            defaultCacheBehavior:
              targetOriginId: o
              cachePolicyId: p
              originRequestPolicyId: all
              compress: true
              allowedMethods: [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]
            """.formatted(originPort), Distribution.class).orThrow();
        return NetworkConfig.EMPTY
                .with(1, new Change.CachePolicyApplied(cachePolicy))
                .with(2, new Change.OriginRequestPolicyApplied(originRequestPolicy))
                .with(3, new Change.DistributionApplied(site));
    }

    /** More than fits into the edge's memory, so that it goes to its disk and comes from there. */
    private static CacheConfig cache(String memory, @Nullable DiskConfig disk) {
        // An eighth of memory is the most that one object may take.
        return new CacheConfig(ByteSize.parse(memory), ByteSize.parse("1MiB"), ByteSize.parse("128KiB"), disk);
    }

    /** What is allocated outside the heap beside Netty's pool: what is cached, for the most part. What of the pool is lost, the leak detector finds. */
    private static long memoryInUse() {
        var pool = (ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT;
        return PlatformDependent.usedDirectMemory() - pool.metric().usedDirectMemory();
    }

    @Test
    void everyByteIsRightEveryRequestEndsAndEverythingIsGivenBack() {
        LOG.info("the seed is {}", SEED);
        long inUseBefore = memoryInUse();
        Vertx vertx = ConversationExtension.newVertx();
        Viewer client = Viewer.of(vertx);
        var disk = new DiskConfig(folder, ByteSize.parse("64MiB"));
        try (var origin = new SoakOrigin(site, SEED);
                var tiers = new TwoTiers(vertx, config(origin.port()), cache("1MiB", disk), cache("16MiB", null))) {
            CompletableFuture<Void> ended = viewers(client, tiers);
            disturb(origin, tiers, ended);
            join(ended);
            LOG.info(
                    "{}; the origin was asked {} times; {} {} {}",
                    counts,
                    origin.requests(),
                    tiers.edge(),
                    tiers.edgeDisk(),
                    tiers.regional());

            assertThat(wrong).isEmpty();
            assertThat(counts.whole.sum() + counts.partial.sum()).isPositive();
            assertRecovered(client, tiers);
            client.close();
            assertIdle(tiers);
        }
        Await.get(vertx.close());
        Await.until(
                () -> memoryInUse() + " bytes in use, " + inUseBefore + " before",
                () -> memoryInUse() <= inUseBefore + CONSTANTS);
    }

    private CompletableFuture<Void> viewers(Viewer client, TwoTiers tiers) {
        List<CompletableFuture<Void>> viewers = new ArrayList<>();
        for (int i = 0; i < VIEWERS; i++) {
            var viewer = new SoakViewer(site, i % 3 == 0 ? client.http2() : client, tiers.port(), SEED + i, counts);
            var ended = new CompletableFuture<Void>();
            viewers.add(ended);
            Thread.ofVirtual().start(() -> {
                try {
                    while (!over.get()) {
                        viewer.ask();
                    }
                } catch (Throwable broken) {
                    wrong.add(broken);
                    over.set(true);
                } finally {
                    ended.complete(null);
                }
            });
        }
        return CompletableFuture.allOf(viewers.toArray(CompletableFuture[]::new));
    }

    /** Objects change and are invalidated, and the origin goes down now and then. */
    private void disturb(SoakOrigin origin, TwoTiers tiers, CompletableFuture<Void> viewersEnded) {
        var random = new SplittableRandom(SEED);
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        for (int round = 1; System.nanoTime() < end && !viewersEnded.isDone(); round++) {
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, random.nextInt(10, 100), TimeUnit.MILLISECONDS)
                    .join();
            if (round % 40 == 0) {
                origin.goDown();
            } else if (round % 40 == 5) {
                origin.goUp();
            }
            int object = random.nextInt(SoakSite.OBJECTS);
            int version = site.change(object);
            if (random.nextInt(3) > 0) {
                tiers.apply((marks, sequence) -> marks.addPath("site", SoakSite.path(object), sequence));
                site.invalidated(object, version);
            }
        }
        over.set(true);
        origin.recover();
    }

    private static void join(CompletableFuture<Void> ended) {
        Await.get(ended);
    }

    /** With an origin that works, everything can be had. */
    private void assertRecovered(Viewer client, TwoTiers tiers) {
        for (int object = 0; object < SoakSite.OBJECTS; object++) {
            String url = "http://127.0.0.1:" + tiers.port() + SoakSite.path(object);
            Await.until(url + " is served", () -> client.get(url).status() == 200);
        }
    }

    private static void assertIdle(TwoTiers tiers) {
        Await.until(
                () -> tiers.requestsInFlight() + " requests, " + tiers.connections() + " connections, " + tiers.edge()
                        + tiers.regional(),
                () -> tiers.requestsInFlight() == 0
                        && tiers.connections() == 0
                        && tiers.edge().inFlight() == 0
                        && tiers.edge().inFlightBytes() == 0
                        && tiers.regional().inFlight() == 0
                        && tiers.regional().inFlightBytes() == 0);
    }
}
