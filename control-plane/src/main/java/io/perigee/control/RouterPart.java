package io.perigee.control;

import io.perigee.control.router.RedirectRouter;
import io.perigee.geo.ContinentTable;
import io.perigee.geo.GeoDatabase;
import io.perigee.geo.mmdb.MmdbDatabase;
import io.perigee.geo.mmdb.PollSchedule;
import io.perigee.geo.places.NamedPlaces;
import io.perigee.node.listen.Listener;
import io.perigee.node.process.NodePart;
import io.perigee.node.process.RequestsInFlight;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** The redirect router with its listener and its geography. */
final class RouterPart implements NodePart {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final RouterListener config;
    private final EdgeDirectory edges;
    private final RequestsInFlight requests;
    private final StatePart state;
    private volatile @Nullable Listener listener;
    private volatile @Nullable ScheduledExecutorService watcher;

    RouterPart(Vertx vertx, RouterListener config, StatePart state, EdgeDirectory edges, RequestsInFlight requests) {
        this.vertx = vertx;
        this.config = config;
        this.state = state;
        this.edges = edges;
        this.requests = requests;
    }

    @Override
    public String name() {
        return "router";
    }

    /** The port that it listens on; 0 before it does. */
    int port() {
        Listener listening = listener;
        return listening == null ? 0 : listening.port();
    }

    String url() {
        Listener listening = listener;
        return listening == null ? "" : listening.url();
    }

    @Override
    public Future<Void> start() {
        if (!config.enabled()) {
            return Future.succeededFuture();
        }
        return state.work().run(this::router).compose(router -> {
            Listener listening =
                    new Listener(vertx, "router", config.settings(), 1, requests, () -> requests.counting(router));
            listener = listening;
            return listening.start();
        });
    }

    private RedirectRouter router() throws IOException {
        NamedPlaces places = NamedPlaces.builtIn();
        return new RedirectRouter(config.router(), geography(places), places, edges, edges);
    }

    private GeoDatabase geography(NamedPlaces places) throws IOException {
        Path file = config.database();
        if (file == null) {
            // Documentation and benchmarking addresses are nowhere for the table; claims make cities of them.
            return config.claims()
                    ? GeoDatabase.firstKnown(List.of(places.database(), new ContinentTable()))
                    : new ContinentTable();
        }
        MmdbDatabase database = MmdbDatabase.open(file, MmdbDatabase.Storage.HEAP);
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("perigee-geography").daemon().factory());
        watcher = executor;
        database.watch(PollSchedule.on(executor), LOOK_EVERY);
        return database;
    }

    @Override
    public void leave() {
        Listener listening = listener;
        if (listening != null) {
            listening.leave();
        }
    }

    @Override
    public Future<Void> drain(Duration limit) {
        Listener listening = listener;
        return listening == null ? Future.succeededFuture() : listening.drain(limit);
    }

    @Override
    public Future<Void> stop() {
        ScheduledExecutorService executor = watcher;
        if (executor != null) {
            executor.shutdownNow();
        }
        Listener listening = listener;
        return listening == null ? Future.succeededFuture() : listening.stop();
    }
}
