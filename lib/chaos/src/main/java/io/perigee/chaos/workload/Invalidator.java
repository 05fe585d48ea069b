package io.perigee.chaos.workload;

import io.perigee.chaos.history.Event.Invalidated;
import io.perigee.chaos.history.History;
import io.perigee.chaos.scenario.WorkloadSetup;
import io.perigee.chaos.workload.ControlApi.Answer;
import io.perigee.chaos.workload.ControlApi.Question;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Publishes, invalidates and waits for completion, whatever the network does. */
final class Invalidator {

    private static final String INVALIDATIONS = Operator.DISTRIBUTION + "/invalidations";
    private static final List<String> WILDCARDS = List.of("/*", "/img/*", "/img/deep/*");
    private static final int WAIT_SECONDS = 3;

    /** More would come down on a control plane that has just started again, and keep it from answering in time. */
    private static final int MOST_OUTSTANDING = 30;

    private final Vertx vertx;
    private final ControlApi api;
    private final VersionedOrigin origin;
    private final History history;
    private final WorkloadSetup setup;
    private final Random random;
    private final Queue<Future<?>> begun = new ConcurrentLinkedQueue<>();
    private int references;
    private volatile boolean stopped;

    Invalidator(Vertx vertx, ControlApi api, VersionedOrigin origin, History history, WorkloadSetup setup, long seed) {
        this.vertx = vertx;
        this.api = api;
        this.origin = origin;
        this.history = history;
        this.setup = setup;
        this.random = new Random(seed);
    }

    /** Works until told to stop. */
    void work() {
        vertx.getOrCreateContext().runOnContext(turn -> next());
    }

    /** Begins nothing more. */
    void stop() {
        stopped = true;
    }

    private void next() {
        if (stopped) {
            return;
        }
        begun.removeIf(Future::succeeded);
        if (begun.size() < MOST_OUTSTANDING) {
            Set<String> paths = new TreeSet<>(Set.of(target()));
            if (random.nextInt(3) == 0) {
                paths.add(target());
            }
            List<String> tags = random.nextInt(3) == 0 ? List.of(tag()) : List.of();
            if (random.nextBoolean()) {
                Content.PATHS.stream()
                        .filter(path -> paths.stream().anyMatch(pattern -> Invalidated.covers(pattern, path))
                                || tagged(tags).contains(path))
                        .forEach(origin::publish);
            }
            boolean byTagsOnly = !tags.isEmpty() && random.nextBoolean();
            invalidate(byTagsOnly ? List.of() : List.copyOf(paths), tags, random.nextBoolean());
        }
        vertx.setTimer(1 + random.nextLong(setup.invalidateEvery().toMillis()), fired -> next());
    }

    private String target() {
        List<String> targets = random.nextInt(6) == 0 ? WILDCARDS : Content.PATHS;
        return targets.get(random.nextInt(targets.size()));
    }

    private String tag() {
        return random.nextInt(6) == 0
                ? Content.EVERY
                : Content.tag(Content.PATHS.get(random.nextInt(Content.PATHS.size())));
    }

    /** The paths whose responses carry one of these tags. */
    private static List<String> tagged(List<String> tags) {
        return Content.PATHS.stream()
                .filter(path -> tags.contains(Content.EVERY) || tags.contains(Content.tag(path)))
                .toList();
    }

    /** Publishes and invalidates everything, at once. */
    Future<Invalidated> invalidateAll() {
        Content.PATHS.forEach(origin::publish);
        return invalidate(List.of("/*"), List.of(), false);
    }

    /**
     * Invalidates, however often that must be tried; completes when the control plane has said "Completed".
     *
     * @param soft then nothing is promised of what may be served stale
     */
    private Future<Invalidated> invalidate(List<String> paths, List<String> tags, boolean soft) {
        references++;
        List<String> patterns =
                Stream.concat(paths.stream(), tagged(tags).stream()).toList();
        List<String> covered = soft
                ? Content.NEVER_STALE.stream()
                        .filter(path -> patterns.stream().anyMatch(pattern -> Invalidated.covers(pattern, path)))
                        .toList()
                : patterns;
        long sentAt = history.now();
        JsonObject document = new JsonObject()
                .put("paths", new JsonArray(new ArrayList<>(paths)))
                .put("tags", new JsonArray(new ArrayList<>(tags)))
                .put("soft", soft)
                .put("callerReference", "chaos-" + references);
        Future<Invalidated> completed = api.persistently(
                        Question.send(HttpMethod.POST, INVALIDATIONS, document), () -> true)
                .compose(answer -> {
                    if (!answer.isGood()) {
                        return Future.failedFuture("an invalidation was refused: " + answer);
                    }
                    Invalidated accepted = new Invalidated(
                            answer.body().getString("id"), covered, sentAt, history.now(), OptionalLong.empty(), false);
                    history.put(accepted);
                    return completion(accepted);
                });
        begun.add(completed);
        return completed;
    }

    private Future<Invalidated> completion(Invalidated accepted) {
        return read(accepted, WAIT_SECONDS).compose(answer -> {
            if (answer.status() == 404) {
                return Future.failedFuture("an acknowledged invalidation is gone: " + accepted);
            }
            if (!isCompleted(answer)) {
                return completion(accepted);
            }
            Invalidated done = with(accepted, OptionalLong.of(history.now()), false);
            history.put(done);
            return Future.succeededFuture(done);
        });
    }

    private static Invalidated with(Invalidated one, OptionalLong completedAt, boolean kept) {
        return new Invalidated(one.id(), one.paths(), one.sentAt(), one.acknowledgedAt(), completedAt, kept);
    }

    /** Completes when all that was begun has; what the control plane has lost stays without completion in the history. */
    Future<Void> allCompleted() {
        return Future.join(List.copyOf(begun)).otherwiseEmpty().mapEmpty();
    }

    /** Reads all invalidations once more, and writes down which are still completed. */
    Future<Void> readAgain() {
        Future<Void> read = Future.succeededFuture();
        for (Invalidated each : history.invalidations()) {
            read = read.compose(before -> read(each, 0)).map(answer -> {
                history.put(with(each, each.completedAt(), isCompleted(answer)));
                return null;
            });
        }
        return read;
    }

    private static boolean isCompleted(Answer answer) {
        return answer.status() == 200 && "Completed".equals(answer.body().getString("status"));
    }

    private Future<Answer> read(Invalidated invalidation, int waitSeconds) {
        return api.persistently(
                Question.get(INVALIDATIONS + "/" + invalidation.id() + "?wait=" + waitSeconds), () -> true);
    }
}
