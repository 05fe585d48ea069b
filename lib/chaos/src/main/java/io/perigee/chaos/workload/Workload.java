package io.perigee.chaos.workload;

import io.perigee.chaos.history.Event.Answered;
import io.perigee.chaos.history.Event.Served;
import io.perigee.chaos.history.History;
import io.perigee.chaos.place.Place;
import io.perigee.chaos.place.PlaceException;
import io.perigee.chaos.place.PlacedNode;
import io.perigee.chaos.place.PlacedNode.Kind;
import io.perigee.chaos.relay.Relay;
import io.perigee.chaos.scenario.Scenario;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All that goes on in a network during a run:
 *
 * <ul>
 *   <li>{@link VersionedOrigin} has content, behind a relay that can be harmed as links can
 *   <li>{@link Viewers} ask for it and check what they get
 *   <li>{@link Invalidator} changes it and invalidates it
 *   <li>{@link Operator} changes configuration and functions
 * </ul>
 *
 * <p>Its methods block; they are called by the run's own thread.
 */
public final class Workload implements AutoCloseable {

    private static final Duration DEPLOY_LIMIT = Duration.ofMinutes(2);
    private static final Duration COMPLETION_LIMIT = Duration.ofMinutes(3);
    private static final long SERVE_AGAIN_MILLIS = 200;
    private static final int SERVE_ATTEMPTS = 50;

    private final Vertx vertx = Vertx.vertx();
    private final History history;
    private final Scenario scenario;
    private final VersionedOrigin origin;
    private final Relay front;
    private @Nullable Parties parties;

    private record Parties(
            Place place,
            ReadyEdges edges,
            Operator operator,
            Invalidator invalidator,
            Viewers viewers,
            Agreement agreement) {}

    /**
     * Starts the origin.
     *
     * @param listen where the network reaches it, such as the loopback address
     */
    public Workload(Scenario scenario, History history, InetAddress listen)
            throws IOException, PlaceException, InterruptedException {
        this.scenario = scenario;
        this.history = history;
        this.origin = new VersionedOrigin(vertx, history, scenario.seed());
        int port = get(origin.start(), DEPLOY_LIMIT, "the origin listens").actualPort();
        this.front = new Relay(
                new InetSocketAddress(listen, 0),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                scenario.seed());
    }

    /** The port at which the network reaches the origin. */
    public int originPort() {
        return front.address().getPort();
    }

    /** What the network has in between it and the origin. */
    public Relay origin() {
        return front;
    }

    /** Deploys the site, and has viewers ask for it until every edge has everything. */
    public void begin(Place place) throws PlaceException, InterruptedException {
        ControlApi api = new ControlApi(vertx, place);
        ReadyEdges edges = new ReadyEdges(vertx, place);
        Parties all = new Parties(
                place,
                edges,
                new Operator(vertx, api, place.origin(), history, scenario.workload(), scenario.seed()),
                new Invalidator(vertx, api, origin, history, scenario.workload(), scenario.seed()),
                new Viewers(vertx, place, history, edges, scenario.workload()),
                new Agreement(vertx, api, place, history));
        parties = all;
        get(all.operator().deploy(), DEPLOY_LIMIT, "the site is deployed");
        get(all.agreement().await(DEPLOY_LIMIT, () -> true), DEPLOY_LIMIT.plusSeconds(30), "all nodes have the site");
        serveAll(all, false);
        edges.start();
        all.viewers().arrive(scenario.network().regions(), scenario.seed());
        all.invalidator().work();
        all.operator().work();
    }

    /** Measures how long the nodes take to agree; returns when they do, or at the limit, or when they are disturbed. */
    public void agree(Duration limit, BooleanSupplier undisturbed) throws PlaceException, InterruptedException {
        history.add(get(begun().agreement().await(limit, undisturbed), limit.plusSeconds(60), "nodes agree"));
    }

    /**
     * To be called when all is healed: ends changes, waits for what is under way, then for a last invalidation of everything, and
     * reads all again.
     */
    public void end() throws PlaceException, InterruptedException {
        Parties all = begun();
        all.invalidator().stop();
        get(all.operator().stop(), COMPLETION_LIMIT, "the last change is acknowledged");
        get(all.invalidator().allCompleted(), COMPLETION_LIMIT, "all invalidations are completed");
        get(all.invalidator().invalidateAll(), COMPLETION_LIMIT, "the last invalidation is completed");
        get(all.agreement().await(DEPLOY_LIMIT, () -> true), DEPLOY_LIMIT.plusSeconds(30), "all nodes have all of it");
        serveAll(all, true);
        all.viewers().leave();
        get(all.operator().readAgain(), COMPLETION_LIMIT, "the configuration is read again");
        get(all.invalidator().readAgain(), COMPLETION_LIMIT, "the invalidations are read again");
    }

    /** Has each edge answer for every path, and notes which ones do not. */
    private void serveAll(Parties all, boolean note) throws PlaceException, InterruptedException {
        List<Future<?>> served = new ArrayList<>();
        for (PlacedNode node : all.place().nodes()) {
            if (node.kind() == Kind.EDGE) {
                served.add(serveAll(all.viewers(), node, note));
            }
        }
        get(Future.join(served), COMPLETION_LIMIT, "all edges serve all paths");
    }

    private Future<Void> serveAll(Viewers viewers, PlacedNode edge, boolean note) {
        List<String> missing = new ArrayList<>();
        List<Answered> answers = new ArrayList<>();
        Future<Void> served = Future.succeededFuture();
        for (String path : Content.PATHS) {
            served = served.compose(before -> serve(viewers, edge, path, SERVE_ATTEMPTS))
                    .transform(answer -> {
                        if (answer.succeeded()) {
                            answers.add(answer.result());
                        } else {
                            missing.add(path);
                        }
                        return Future.succeededFuture();
                    });
        }
        return served.onSuccess(done -> {
            if (note) {
                answers.forEach(history::add);
                long config = answers.isEmpty() ? 0 : answers.getLast().config();
                long function = answers.isEmpty() ? 0 : answers.getLast().function();
                history.add(new Served(edge.id(), missing, config, function));
            }
        });
    }

    private Future<Answered> serve(Viewers viewers, PlacedNode edge, String path, int attempts) {
        return viewers.only(edge.region(), edge.id(), path)
                .compose(answer -> answer.status() == 200
                        ? Future.succeededFuture(answer)
                        : Future.failedFuture("status " + answer.status()))
                .recover(failure -> {
                    if (attempts == 1) {
                        return Future.failedFuture(failure);
                    }
                    Promise<Answered> again = Promise.promise();
                    vertx.setTimer(
                            SERVE_AGAIN_MILLIS,
                            fired -> serve(viewers, edge, path, attempts - 1).onComplete(again));
                    return again.future();
                });
    }

    private Parties begun() {
        if (parties == null) {
            throw new IllegalStateException("it has not begun");
        }
        return parties;
    }

    private static <T> T get(Future<T> future, Duration limit, String what)
            throws PlaceException, InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new PlaceException("not so: " + what + ": " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new PlaceException("not within " + limit.toSeconds() + " s: " + what, e);
        }
    }

    @Override
    public void close() {
        if (parties != null) {
            parties.viewers().leave();
            parties.invalidator().stop();
            parties.operator().stop();
            parties.edges().stop();
        }
        front.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
