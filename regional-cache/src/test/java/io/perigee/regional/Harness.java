package io.perigee.regional;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perigee.cache.SequenceView;
import io.perigee.delivery.DeliveryRequest;
import io.perigee.delivery.ViewerContext;
import io.perigee.delivery.hop.Hop;
import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.delivery.key.TtlRules;
import io.perigee.delivery.tier.CacheConfig;
import io.perigee.delivery.tier.NodeIdentity;
import io.perigee.delivery.tier.SimulatedLatency;
import io.perigee.delivery.tier.TierRuntime;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.distribution.routing.DistributionRouting;
import io.perigee.functions.ViewerLocation;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.node.auth.NetworkKeys;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.node.config.ByteSize;
import io.perigee.node.listen.Listener;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.process.RequestsInFlight;
import io.perigee.observability.RequestMetrics;
import io.perigee.observability.Tier;
import io.perigee.observability.traffic.TrafficCounts;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.ManualClock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A regional cache without a cluster: its request path behind a real listener, over a change log that the test moves. */
final class Harness implements AutoCloseable {

    private static final String KEYS = "a:" + "00".repeat(32);

    /** The change log as far as the test lets the node apply it. */
    static final class SetLog implements SequenceView {
        private final AtomicLong applied = new AtomicLong(10);

        private final AtomicInteger looksLeft = new AtomicInteger(Integer.MAX_VALUE);

        void apply(long sequence) {
            applied.set(sequence);
            looksLeft.set(Integer.MAX_VALUE);
        }

        /** From now on whoever looks gets an exception. */
        void breakDown() {
            breakDownAfter(0);
        }

        void breakDownAfter(int looks) {
            looksLeft.set(looks);
        }

        @Override
        public long applied() {
            if (looksLeft.getAndDecrement() <= 0) {
                throw new IllegalStateException("out of order");
            }
            return applied.get();
        }

        @Override
        public boolean logKept() {
            return true;
        }
    }

    final SetLog log = new SetLog();
    final RequestsInFlight inFlight = new RequestsInFlight();
    final TierRuntime runtime;
    private final CompiledDistribution distribution;
    private final ManualClock clock;
    private final AtomicLong nonces = new AtomicLong();
    private final Listener listener;
    private final NodeAuthenticator edge;

    Harness(Vertx vertx, FakeOrigin origin, ManualClock clock) {
        this(vertx, origin, clock, Await.LIMIT);
    }

    /**
     * A cache that waits only so long for its log.
     *
     * @param patience how long an edge's request may be ahead of the log before it is sent elsewhere
     */
    Harness(Vertx vertx, FakeOrigin origin, ManualClock clock, Duration patience) {
        this.clock = clock;
        CachePolicy policy = Documents.parse("""
            id: p
            defaultTtl: 0s
            queryStrings: {behavior: all}
            headers: {behavior: allowlist, items: [X-Group]}
            """, CachePolicy.class).orThrow();
        Distribution site = Documents.parse("""
            id: site
            origins: [{id: o, domainName: 127.0.0.1, httpPort: %d, protocolPolicy: http-only, connectionAttempts: 1}]
            defaultCacheBehavior: {targetOriginId: o, cachePolicyId: p}
            cacheBehaviors: [{pathPattern: /img/*, targetOriginId: o}]
            """.formatted(origin.port()), Distribution.class)
                .orThrow();
        NetworkConfig config = NetworkConfig.EMPTY
                .with(1, new Change.CachePolicyApplied(policy))
                .with(2, new Change.DistributionApplied(site));
        DistributionRouting routing = DistributionRouting.of(config);
        distribution =
                requireNonNull(routing.byId("site"), () -> routing.unresolved().toString());
        NodeIdentity node = new NodeIdentity("regional-1", "eu", "FRA1-C1", 50, 8);
        runtime = new TierRuntime(vertx, new CacheConfig(new ByteSize(16 << 20)), log, null);
        edge = authenticator("edge-1", KEYS);
        RequestMetrics metrics = new RequestMetrics(new SimpleMeterRegistry(), Tier.REGIONAL);
        RegionalRequestPath path = new RegionalRequestPath(new RegionalSteps(
                new RegionalEndings(node.id(), node.via(), metrics, new TrafficCounts(), clock::nanos),
                new HopAdmission(authenticator("regional-1", KEYS)),
                new CatchUp(vertx, log, patience),
                new Resolution(() -> routing),
                new RegionalCacheStep(
                        runtime.cache(),
                        runtime.origin(),
                        TtlRules.CLOUDFRONT,
                        new SimulatedLatency(vertx, null, node)),
                log));
        listener = new Listener(vertx, "edges", ListenerConfig.on(0), 1, inFlight, () -> inFlight.counting(path));
        Await.get(listener.start());
    }

    private NodeAuthenticator authenticator(String node, String keys) {
        return new NodeAuthenticator(
                NetworkKeys.parse(keys),
                node,
                clock::millis,
                nonces::incrementAndGet,
                NodeAuthenticator.DEFAULT_CAPACITY);
    }

    /** One that does not have the network's key, though it knows the key's name. */
    NodeAuthenticator stranger() {
        return authenticator("edge-1", "a:" + "11".repeat(32));
    }

    String url() {
        return listener.url();
    }

    /** The request that an edge would make that has applied so much, without credentials. */
    RequestHead hop(String method, String target, long applied, String... headers) {
        ViewerContext viewer =
                new ViewerContext("id-1", "192.0.2.7", "http", "www.example.org", "", ViewerLocation.ofCountry("DE"));
        RequestHead head = new RequestHead(method, target, Headers.of(headers));
        DeliveryRequest request =
                new DeliveryRequest(distribution, distribution.behaviorFor(target), viewer, head, null);
        return Hop.outgoing(request, head, applied, false);
    }

    RequestHead signed(RequestHead head) {
        return signed(head, edge);
    }

    RequestHead signed(RequestHead head, NodeAuthenticator by) {
        String signature = by.sign(head.method(), head.target(), head.headers()::all);
        return head.withHeaders(head.headers().with(InternalHeaders.AUTH, signature));
    }

    /** A request as an edge sends it. */
    Asked asked(String target, String... headers) {
        return asked(signed(hop("GET", target, log.applied(), headers)));
    }

    Asked asked(RequestHead head) {
        Asked asked = Asked.of(head.method(), url() + head.target());
        for (var field : head.headers().entries()) {
            asked = asked.with(field.getKey(), field.getValue());
        }
        return asked;
    }

    @Override
    public void close() {
        Await.get(listener.stop());
        Await.get(runtime.close());
    }
}
