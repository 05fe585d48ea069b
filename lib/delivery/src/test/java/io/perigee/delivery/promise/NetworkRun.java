package io.perigee.delivery.promise;

import io.perigee.cache.Answer;
import io.perigee.cache.CacheCall;
import io.perigee.cache.CacheKey;
import io.perigee.cache.Failure;
import io.perigee.cache.Outcome;
import io.perigee.cache.Upstream;
import io.perigee.cache.UpstreamException;
import io.perigee.delivery.http.BufferedStream;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Two edges, a regional cache, an origin and a change log, taken through random steps on one event loop: viewers ask, the origin's
 * answers wait to be let through, invalidations are accepted, applied at each node at its own time, and completed by the rule of leases;
 * nodes are cut off, reconnected, paused and restarted in between.
 */
final class NetworkRun {

    static final String DISTRIBUTION = "d";
    static final int LEASE = 12;
    static final int MARGIN = 2;

    private static final String[] PATHS = {"/a", "/b", "/img/1", "/img/2"};
    private static final String[] TARGETS = {"/a", "/b", "/img/*", "/img/1", "/*", "#img", "#1"};
    private static final int STEPS = 120;

    /** A field of the simulation's own: the regional cache answered with what is stale. */
    private static final String SERVED_STALE = "Served-Stale";

    private final Random random;
    private final Context context;
    private final History history = new History();
    private final List<SimulatedTier> edges = new ArrayList<>();
    private final SimulatedTier regional;
    private final List<SimulatedTier> nodes = new ArrayList<>();
    private final List<History.Invalidation> log = new ArrayList<>();
    private final List<Runnable> messages = new ArrayList<>();
    private long completed;
    private int step;
    private int fetches;

    NetworkRun(long seed, Context context) {
        this.random = new Random(seed);
        this.context = context;
        this.regional = new SimulatedTier("regional", this);
        edges.add(new SimulatedTier("edge-1", this));
        edges.add(new SimulatedTier("edge-2", this));
        nodes.addAll(edges);
        nodes.add(regional);
    }

    int step() {
        return step;
    }

    long nowMillis() {
        return step * 100L;
    }

    List<History.Invalidation> log() {
        return log;
    }

    private long head() {
        return log.size();
    }

    /** Goes through all steps; one turn of the event loop each, so that everything that a step set off has ended. */
    Future<History> go() {
        Promise<History> done = Promise.promise();
        context.runOnContext(start -> next(done));
        return done.future();
    }

    private void next(Promise<History> done) {
        if (step == STEPS) {
            drain(done);
            return;
        }
        step++;
        act();
        complete();
        context.runOnContext(turn -> context.runOnContext(again -> next(done)));
    }

    /** Until nothing is under way any more: a refresh in the background sends again after its answer was given. */
    private void drain(Promise<History> done) {
        while (!messages.isEmpty()) {
            messages.removeFirst().run();
        }
        context.runOnContext(turn -> context.runOnContext(again -> {
            if (!messages.isEmpty()) {
                drain(done);
                return;
            }
            nodes.forEach(SimulatedTier::close);
            done.complete(history);
        }));
    }

    private void act() {
        SimulatedTier node = nodes.get(random.nextInt(nodes.size()));
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> request(edges.get(random.nextInt(edges.size())));
            case 8, 9, 10, 11, 12 -> letThrough();
            case 13 -> accept();
            case 14, 15, 16 -> applyNext(node);
            case 17 -> {
                if (!node.cut()) {
                    node.cutOff();
                }
            }
            case 18 -> {
                if (node.cut()) {
                    node.reconnect(head());
                }
            }
            default -> {
                if (random.nextInt(4) == 0) {
                    node.restart();
                }
            }
        }
        nodes.forEach(each -> each.joinWhenCaughtUp(head()));
    }

    private void accept() {
        History.Invalidation invalidation = new History.Invalidation(
                head() + 1, TARGETS[random.nextInt(TARGETS.length)], random.nextInt(3) == 0, step);
        log.add(invalidation);
        history.accepted(invalidation);
    }

    private void applyNext(SimulatedTier node) {
        if (!node.cut() && node.applied() < head()) {
            node.apply(log.get((int) node.applied()));
        }
    }

    private void complete() {
        while (completed < head()
                && nodes.stream().filter(SimulatedTier::counted).allMatch(node -> node.applied() > completed)) {
            completed++;
            history.completed(completed, step);
        }
    }

    private void letThrough() {
        if (!messages.isEmpty()) {
            messages.remove(random.nextInt(messages.size())).run();
        }
    }

    private void request(SimulatedTier edge) {
        String path = PATHS[random.nextInt(PATHS.length)];
        serveViewer(edge, path, step);
    }

    private void serveViewer(SimulatedTier edge, String path, int requestedAt) {
        serve(edge, path, 0, fromRegional(path), answer -> deliver(edge, path, requestedAt, answer));
    }

    /** As the request path does it: the head goes out only if no invalidation has overtaken the answer. */
    private void deliver(SimulatedTier edge, String path, int requestedAt, Answer answer) {
        if (!answer.stillValid()) {
            answer.discard();
            serveViewer(edge, path, requestedAt);
            return;
        }
        String fetch = answer.head().headers().first("Fetch");
        answer.discard();
        if (fetch != null && !(answer.outcome() instanceof Outcome.Failed)) {
            boolean stale = answer.outcome() instanceof Outcome.StaleHit
                    || (!(answer.outcome() instanceof Outcome.Hit)
                            && answer.head().headers().contains(SERVED_STALE));
            history.delivered(new History.Delivered(edge.name, path, requestedAt, step, fetch, !stale));
        }
    }

    private void serve(
            SimulatedTier node, String path, long minimumSequence, Upstream upstream, Handler<Answer> answered) {
        RequestHead head = new RequestHead("GET", path, Headers.of("Host", "example.com"));
        CacheCall call = CacheCall.of(new CacheKey(DISTRIBUTION, path, ""), head, context)
                .withMinimumSequence(minimumSequence);
        node.cache().serve(call, upstream, answered);
    }

    /** An edge's upstream: the regional cache if it has caught up with the edge, else the origin. */
    private Upstream fromRegional(String path) {
        return asked -> {
            Promise<Upstream.Response> response = Promise.promise();
            messages.add(() -> {
                if (regional.applied() < asked.minimumSequence()) {
                    fromOrigin(path, edgeSequence(asked)).send(asked).onComplete(response);
                } else {
                    serve(regional, path, asked.minimumSequence(), fromOrigin(path, null), answer -> {
                        if (!answer.stillValid()) {
                            answer.discard();
                            response.fail(new UpstreamException(Failure.UPSTREAM_FAILED, "overtaken", null));
                        } else {
                            ResponseHead said = answer.outcome() instanceof Outcome.StaleHit
                                    ? answer.head()
                                            .withHeaders(answer.head().headers().with(SERVED_STALE, "yes"))
                                    : answer.head();
                            messages.add(() -> response.complete(new Upstream.Response(
                                    said,
                                    answer.body().read(),
                                    answer.fetchedAtSequence(),
                                    answer.validatedAtSequence(),
                                    answer::discard)));
                        }
                    });
                }
            });
            return response.future();
        };
    }

    private static Long edgeSequence(Upstream.Request asked) {
        return asked.minimumSequence();
    }

    /** @param sequence what the fetch is marked with; null: what the regional cache has applied when it starts */
    private Upstream fromOrigin(String path, Long sequence) {
        return asked -> {
            long fetchedAt = sequence == null ? regional.applied() : sequence;
            String fetch = "fetch-" + ++fetches;
            history.fetchStarted(fetch, step);
            Promise<Upstream.Response> response = Promise.promise();
            messages.add(() -> {
                String tag = path.startsWith("/img/") ? "img, " + path.substring("/img/".length()) : "page";
                Headers headers = Headers.of(
                        "Cache-Control",
                        "max-age=3600, stale-while-revalidate=2",
                        "Fetch",
                        fetch,
                        "ETag",
                        "\"" + fetch + "\"",
                        "Cache-Tag",
                        tag);
                ReadStream<Buffer> body = new BufferedStream(context, List.of(Buffer.buffer(path + fetch)), null);
                response.complete(new Upstream.Response(new ResponseHead(200, headers), body, fetchedAt, () -> {}));
            });
            return response.future();
        };
    }
}
