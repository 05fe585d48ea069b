package io.perigee.edge;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perigee.cache.CacheCounters;
import io.perigee.cache.DiskCounters;
import io.perigee.cache.InvalidationMarks;
import io.perigee.cache.SequenceView;
import io.perigee.cache.StaleMarks;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.Role;
import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.delivery.tier.CacheConfig;
import io.perigee.delivery.tier.NodeIdentity;
import io.perigee.delivery.tier.SimulatedLatency;
import io.perigee.delivery.tier.TierRuntime;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.OriginRequestPolicy;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.routing.DistributionRouting;
import io.perigee.functions.host.FunctionHost;
import io.perigee.node.auth.NetworkKeys;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.node.config.ByteSize;
import io.perigee.node.listen.Listener;
import io.perigee.node.process.RequestsInFlight;
import io.perigee.observability.AccessLog;
import io.perigee.regional.RegionalTier;
import io.perigee.testkit.Await;
import io.perigee.testkit.FakeOrigin;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/** An edge, and behind it the one regional cache of its region, under CloudFront's rules: nothing is kept but what the origin says. */
final class TwoTiers implements AutoCloseable {

    private static final CacheConfig CACHE = new CacheConfig(ByteSize.parse("64MiB"));

    private final AtomicLong nonces = new AtomicLong();
    private final AppliedLog regionalLog = new AppliedLog();
    private final AppliedLog edgeLog = new AppliedLog();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RegionalTier regional;
    private final RegionalNodes regionals;
    private final TierRuntime runtime;
    private final Geographies geography;
    private final RequestsInFlight requests = new RequestsInFlight();
    private final Listener listener;

    TwoTiers(Vertx vertx, FakeOrigin origin) {
        this(vertx, origin, "30s");
    }

    /** @param responseTimeout how long the origin may take */
    TwoTiers(Vertx vertx, FakeOrigin origin, String responseTimeout) {
        this(vertx, config(origin, responseTimeout, false), CACHE, CACHE);
    }

    TwoTiers(Vertx vertx, NetworkConfig config, CacheConfig edgeCache, CacheConfig regionalCache) {
        this(vertx, always(DistributionRouting.of(config)), runtime(vertx, edgeCache), runtime(vertx, regionalCache));
    }

    /** What makes a tier's cache and functions, for its view of the log and its credentials. */
    @FunctionalInterface
    interface Runtimes extends BiFunction<SequenceView, NodeAuthenticator, TierRuntime> {}

    private static Runtimes runtime(Vertx vertx, CacheConfig cache) {
        return (log, authenticator) -> new TierRuntime(vertx, cache, log, authenticator);
    }

    private static Supplier<DistributionRouting> always(DistributionRouting routing) {
        return () -> routing;
    }

    /** @param routing what both serve, asked for each request */
    TwoTiers(Vertx vertx, Supplier<DistributionRouting> routing, Runtimes ofEdge, Runtimes ofRegional) {
        NodeAuthenticator peer = authenticator("regional-test-1");
        this.regional = new RegionalTier(vertx, routing, ofRegional.apply(regionalLog, peer), peer, regionalLog);
        NodeIdentity node = new NodeIdentity("edge-test-1", "eu", "TST50-P1", 50, 8);
        this.runtime = ofEdge.apply(edgeLog, authenticator("edge-test-1"));
        runtime.cache().openDisk();
        this.geography = Geographies.open(new GeographyConfig(null, List.of(), true));
        EdgeServing serving = new EdgeServing(
                node, runtime, geography, new SimulatedLatency(vertx, null, node), meters, AccessLog.OFF);
        this.regionals = serving.regional();
        regionals.members(List.of(regional("regional-test-1", regional.url())));
        Handler<HttpServerRequest> path = serving.path(serving.steps(
                host -> routing.get().forHost(host),
                EdgeServing.Rules.NETWORK,
                443,
                NetworkRequests.of(authenticator("edge-test-1"))));
        this.listener = new Listener(
                vertx, "viewers", TestEdges.h2c(), TestEdges.EVENT_LOOPS, requests, () -> requests.counting(path));
        Await.get(listener.start());
    }

    /** The fields of a request by which the network fills the caches. */
    Map<String, String> prewarming(String target) {
        String job = "P1";
        String signature = authenticator("control-1")
                .sign("GET", target, name -> name.equals(InternalHeaders.PREWARM) ? List.of(job) : List.of());
        return Map.of(InternalHeaders.PREWARM, job, InternalHeaders.AUTH, signature);
    }

    /** Tiers where viewers' directives count. */
    static TwoTiers obeyingViewers(Vertx vertx, FakeOrigin origin) {
        return new TwoTiers(vertx, config(origin, "30s", true), CACHE, CACHE);
    }

    private static NetworkConfig config(FakeOrigin origin, String responseTimeout, boolean viewerDirectives) {
        CachePolicy cachePolicy = Documents.parse("""
            id: p
            defaultTtl: 0s
            queryStrings: {behavior: all}
            headers: {behavior: allowlist, items: [Authorization]}
            viewerDirectives: %s
            """.formatted(viewerDirectives), CachePolicy.class)
                .orThrow();
        OriginRequestPolicy originRequestPolicy =
                Documents.parse("""
                    id: all
                    headers: {behavior: allViewer}
                    """, OriginRequestPolicy.class).orThrow();
        Distribution site = Documents.parse("""
            id: site
            aliases: [127.0.0.1]
            origins: [{id: o, domainName: 127.0.0.1, httpPort: %d, protocolPolicy: http-only, responseTimeout: %s}]
            defaultCacheBehavior:
              targetOriginId: o
              cachePolicyId: p
              originRequestPolicyId: all
              allowedMethods: [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]
            """.formatted(origin.port(), responseTimeout), Distribution.class)
                .orThrow();
        Distribution locked = Documents.parse("""
            id: locked
            aliases: [locked.example.org]
            origins: [{id: o, domainName: 127.0.0.1, httpPort: %d, protocolPolicy: http-only}]
            geoRestriction: {type: allowlist, locations: [DE]}
            defaultCacheBehavior: {targetOriginId: o, viewerProtocolPolicy: redirect-to-https}
            """.formatted(origin.port()), Distribution.class)
                .orThrow();
        return NetworkConfig.EMPTY
                .with(1, new Change.CachePolicyApplied(cachePolicy))
                .with(2, new Change.OriginRequestPolicyApplied(originRequestPolicy))
                .with(3, new Change.DistributionApplied(site))
                .with(4, new Change.DistributionApplied(locked));
    }

    private NodeAuthenticator authenticator(String node) {
        return new NodeAuthenticator(
                NetworkKeys.parse("a:" + "00".repeat(32)),
                node,
                System::currentTimeMillis,
                nonces::incrementAndGet,
                NodeAuthenticator.DEFAULT_CAPACITY);
    }

    int port() {
        return listener.port();
    }

    /** The functions of the edge. */
    FunctionHost functions() {
        return runtime.functions();
    }

    private static NodeInfo regional(String id, String url) {
        return new NodeInfo(
                id, Role.REGIONAL, "eu", "FRA1-C1", 50, 8, null, URI.create(url), null, "test", NodeState.READY, 0);
    }

    /** The region has another regional cache at this URL. */
    void alsoRegional(String url) {
        regionals.members(List.of(regional("regional-test-1", regional.url()), regional("regional-test-2", url)));
    }

    /** Writes that were answered before all regional caches had confirmed. */
    long unconfirmedWrites() {
        return (long) meters.get("perigee.writes.unconfirmed").counter().count();
    }

    /** An entry of the log comes, which the regional cache applies first. */
    void apply(ObjLongConsumer<InvalidationMarks> invalidation) {
        regionalLog.apply(regional.marks(), invalidation);
        edgeLog.apply(runtime.cache().marks(), invalidation);
    }

    /** A soft invalidation comes. */
    void soften(String path) {
        regionalLog.soften(regional.staleMarks(), path);
        edgeLog.soften(runtime.cache().staleMarks(), path);
    }

    /** How much of the log a tier has applied. */
    private static final class AppliedLog implements SequenceView {
        private final AtomicLong applied = new AtomicLong(3);

        void apply(InvalidationMarks marks, ObjLongConsumer<InvalidationMarks> invalidation) {
            invalidation.accept(marks, applied.get() + 1);
            applied.incrementAndGet();
        }

        void soften(StaleMarks marks, String path) {
            marks.addPath("site", path, applied.get() + 1);
            applied.incrementAndGet();
        }

        @Override
        public long applied() {
            return applied.get();
        }

        @Override
        public boolean logKept() {
            return true;
        }
    }

    /** Viewers' requests that have not ended yet. */
    int requestsInFlight() {
        return requests.count();
    }

    /** Viewers' connections that are open. */
    int connections() {
        return listener.connections();
    }

    CacheCounters edge() {
        return runtime.cache().counters();
    }

    DiskCounters edgeDisk() {
        return runtime.cache().diskCounters();
    }

    CacheCounters regional() {
        return regional.counters();
    }

    @Override
    public void close() {
        Await.get(listener.drain(Duration.ofSeconds(5)));
        Await.get(listener.stop());
        Await.get(runtime.close());
        geography.close();
        regional.close();
    }
}
