package io.perigee.delivery.tier;

import io.perigee.cache.CacheTier;
import io.perigee.cache.SequenceView;
import io.perigee.delivery.exchange.UpstreamClients;
import io.perigee.delivery.exchange.UpstreamExchange;
import io.perigee.delivery.functions.FunctionPoints;
import io.perigee.delivery.origin.OriginFetch;
import io.perigee.functions.EdgeLocation;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.host.FunctionLimits;
import io.perigee.functions.lambda.LambdaSettings;
import io.perigee.node.auth.NodeAuthenticator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * What answers requests in either tier: the cache, the functions, and the way to origins. {@link #close} gives back what it holds.
 */
public final class TierRuntime {

    private static final int CONNECTIONS_PER_SERVER = 512;
    /** The network's domain; a distribution's own name is its id below it. */
    public static final String DOMAIN = "perigee";

    private final Vertx vertx;
    private final SequenceView log;
    private final ExecutorService background;
    private final CacheTier cache;
    private final FunctionHost functions;
    private final FunctionPoints points;
    private final UpstreamClients clients;
    private final UpstreamExchange exchange;
    private final OriginFetch origin;

    /**
     * Without Lambda runtimes.
     *
     * @param authenticator signs requests to other nodes; null where there are none
     */
    public TierRuntime(Vertx vertx, CacheConfig config, SequenceView log, @Nullable NodeAuthenticator authenticator) {
        this(vertx, config, log, authenticator, new FunctionHost(vertx, FunctionLimits.DEFAULT), EdgeLocation.UNKNOWN);
    }

    /**
     * With that for its Lambda runtimes.
     *
     * @param output gets what functions print and use
     * @param place the node's, if it is an edge
     */
    public TierRuntime(
            Vertx vertx,
            CacheConfig config,
            SequenceView log,
            @Nullable NodeAuthenticator authenticator,
            LambdaSettings lambda,
            FunctionOutput output,
            EdgeLocation place) {
        this(vertx, config, log, authenticator, new FunctionHost(vertx, FunctionLimits.DEFAULT, output, lambda), place);
    }

    private TierRuntime(
            Vertx vertx,
            CacheConfig config,
            SequenceView log,
            @Nullable NodeAuthenticator authenticator,
            FunctionHost functions,
            EdgeLocation place) {
        this.vertx = vertx;
        this.log = log;
        this.background = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("perigee-cache-sweep").daemon().factory());
        DiskConfig disk = config.disk();
        this.cache = new CacheTier(
                config.settings(),
                disk == null ? null : disk.settings(log instanceof FollowedLog),
                log,
                System::currentTimeMillis,
                System::nanoTime,
                background);
        this.functions = functions;
        this.points = new FunctionPoints(functions, DOMAIN, place);
        this.clients = new UpstreamClients(vertx, CONNECTIONS_PER_SERVER);
        this.exchange = new UpstreamExchange(vertx, clients, head -> {
            if (authenticator == null) {
                throw new IllegalStateException("a stand-alone node has no credentials");
            }
            return authenticator.sign(head.method(), head.target(), head.headers()::all);
        });
        this.origin = new OriginFetch(exchange, points, log);
    }

    public SequenceView log() {
        return log;
    }

    public CacheTier cache() {
        return cache;
    }

    public FunctionHost functions() {
        return functions;
    }

    public FunctionPoints points() {
        return points;
    }

    public UpstreamExchange exchange() {
        return exchange;
    }

    public OriginFetch origin() {
        return origin;
    }

    /** Takes up what is on disk, if there is one. */
    Future<Void> start() {
        return vertx.executeBlocking(Executors.callable(cache::openDisk), false).mapEmpty();
    }

    /** Stops functions, closes connections, writes to disk what is in memory, if there is one, and gives all memory back. */
    public Future<Void> close() {
        return functions
                .close()
                .eventually(clients::close)
                .eventually(() -> vertx.executeBlocking(Executors.callable(cache::close), false))
                .eventually(() -> {
                    background.shutdownNow();
                    return Future.succeededFuture();
                });
    }
}
