package io.perigee.demo.nemesis;

import io.perigee.demo.nemesis.RecordedRun.Invalidation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Publishes, invalidates, waits for completion, and changes the distribution now and then, whatever the network does. */
final class Operator {

    static final String HOST = "www.example.org";

    private static final String DISTRIBUTION = "/v1/distributions/site";
    private static final String INVALIDATIONS = DISTRIBUTION + "/invalidations";
    private static final List<String> WILDCARDS = List.of("/*", "/img/*", "/img/deep/*");
    private static final List<String> EXACT =
            VersionedOrigin.PATHS.stream().sorted().toList();
    private static final long LONGEST_PAUSE_MILLIS = 500;
    private static final long RETRY_MILLIS = 250;
    private static final long ANSWER_SECONDS = 15;

    /** More would come down on a control plane that has just started again, and keep it from answering in time. */
    private static final int MOST_OUTSTANDING = 30;

    private static final int WAIT_SECONDS = 3;

    private final Vertx vertx;
    private final NemesisNetwork network;
    private final VersionedOrigin origin;
    private final History history;
    private final Random random;
    private final String token;
    private final HttpClient client;
    private final Queue<Future<?>> begun = new ConcurrentLinkedQueue<>();
    private int references;
    private volatile boolean stopped;

    private record Answer(int status, JsonObject body) {}

    Operator(Vertx vertx, NemesisNetwork network, VersionedOrigin origin, History history, long seed)
            throws IOException {
        this.vertx = vertx;
        this.network = network;
        this.origin = origin;
        this.history = history;
        this.random = new Random(seed);
        this.token = network.apiToken();
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setConnectTimeout(1_000))
                .with(new PoolOptions().setHttp1MaxSize(200))
                .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
                .build();
    }

    /** Puts the site onto all nodes. */
    Future<Void> deploy() {
        return change(0)
                .compose(answer -> answer.status() == 201
                        ? Future.succeededFuture()
                        : Future.failedFuture("the distribution was refused: " + answer));
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
        if (random.nextInt(12) == 0) {
            change(random.nextInt());
        } else if (begun.stream().filter(each -> !each.isComplete()).count() < MOST_OUTSTANDING) {
            Set<String> paths = new TreeSet<>(Set.of(target()));
            if (random.nextInt(3) == 0) {
                paths.add(target());
            }
            List<String> tags = random.nextInt(3) == 0 ? List.of(tag()) : List.of();
            if (random.nextBoolean()) {
                VersionedOrigin.PATHS.stream()
                        .filter(path -> paths.stream().anyMatch(pattern -> RecordedRun.covers(pattern, path))
                                || tagged(tags).contains(path))
                        .forEach(origin::publish);
            }
            invalidate(
                    tags.isEmpty() || random.nextBoolean() ? List.copyOf(paths) : List.of(),
                    tags,
                    random.nextBoolean());
        }
        vertx.setTimer(1 + random.nextLong(LONGEST_PAUSE_MILLIS), fired -> next());
    }

    private String target() {
        List<String> targets = random.nextInt(6) == 0 ? WILDCARDS : EXACT;
        return targets.get(random.nextInt(targets.size()));
    }

    private String tag() {
        return random.nextInt(6) == 0
                ? VersionedOrigin.EVERY
                : VersionedOrigin.tag(EXACT.get(random.nextInt(EXACT.size())));
    }

    /** The paths whose responses carry one of these tags. */
    private static List<String> tagged(List<String> tags) {
        return EXACT.stream()
                .filter(path -> tags.contains(VersionedOrigin.EVERY) || tags.contains(VersionedOrigin.tag(path)))
                .toList();
    }

    /** Invalidates everything. */
    Future<Invalidation> invalidateAll(boolean soft) {
        return invalidate(List.of("/*"), List.of(), soft);
    }

    /**
     * Invalidates, however often that must be tried; completes when the control plane has said "Completed".
     *
     * @param soft then nothing is promised of what may be served stale
     */
    private Future<Invalidation> invalidate(List<String> paths, List<String> tags, boolean soft) {
        references++;
        List<String> patterns =
                Stream.concat(paths.stream(), tagged(tags).stream()).toList();
        List<String> covered = soft
                ? VersionedOrigin.NEVER_STALE.stream()
                        .filter(path -> patterns.stream().anyMatch(pattern -> RecordedRun.covers(pattern, path)))
                        .toList()
                : patterns;
        Invalidation sent = new Invalidation("", covered, History.now(), OptionalLong.empty(), false);
        JsonObject document = new JsonObject()
                .put("paths", new JsonArray(new ArrayList<>(paths)))
                .put("tags", new JsonArray(new ArrayList<>(tags)))
                .put("soft", soft)
                .put("callerReference", "nemesis-" + references);
        Future<Invalidation> completed = persistently(() -> send(HttpMethod.POST, INVALIDATIONS, document))
                .compose(answer -> {
                    if (answer.status() / 100 != 2) {
                        return Future.failedFuture("an invalidation was refused: " + answer);
                    }
                    Invalidation accepted = new Invalidation(
                            answer.body().getString("id"), covered, sent.sentAt(), sent.completedAt(), false);
                    history.invalidated(accepted);
                    return completion(accepted);
                });
        begun.add(completed);
        return completed;
    }

    private Future<Invalidation> completion(Invalidation accepted) {
        return persistently(() -> read(accepted, WAIT_SECONDS)).compose(answer -> {
            if (answer.status() != 200) {
                return Future.failedFuture("an acknowledged invalidation is gone: " + accepted + ": " + answer);
            }
            if (!isCompleted(answer)) {
                return completion(accepted);
            }
            OptionalLong now = OptionalLong.of(History.now());
            Invalidation done = new Invalidation(accepted.id(), accepted.paths(), accepted.sentAt(), now, false);
            history.invalidated(done);
            return Future.succeededFuture(done);
        });
    }

    /** Completes when all that was begun has; fails if the control plane refused or lost anything. */
    Future<Void> allCompleted() {
        return Future.all(List.copyOf(begun)).mapEmpty();
    }

    /** Reads all invalidations once more, and writes down which are still completed. */
    Future<Void> readAgain() {
        Future<Void> read = Future.succeededFuture();
        for (Invalidation each : history.invalidations()) {
            read = read.compose(before -> persistently(() -> read(each, 0)).map(answer -> {
                history.invalidated(new Invalidation(
                        each.id(), each.paths(), each.sentAt(), each.completedAt(), isCompleted(answer)));
                return null;
            }));
        }
        return read;
    }

    private static boolean isCompleted(Answer answer) {
        return answer.status() == 200 && "Completed".equals(answer.body().getString("status"));
    }

    private Future<Answer> read(Invalidation invalidation, int waitSeconds) {
        return send(HttpMethod.GET, INVALIDATIONS + "/" + invalidation.id() + "?wait=" + waitSeconds, null);
    }

    private Future<Answer> change(int number) {
        JsonObject origins = new JsonObject()
                .put("id", "origin")
                .put("domainName", "127.0.0.1")
                .put("httpPort", origin.port())
                .put("protocolPolicy", "http-only")
                .put("connectionTimeout", "1s")
                .put("connectionAttempts", 1)
                .put("responseTimeout", "4s");
        JsonArray notKept = new JsonArray();
        List.of(502, 503, 504)
                .forEach(status ->
                        notKept.add(new JsonObject().put("errorCode", status).put("errorCachingMinTtl", "0s")));
        JsonObject distribution = new JsonObject()
                .put("comment", "change " + number)
                .put("aliases", new JsonArray().add(HOST))
                .put("origins", new JsonArray().add(origins))
                .put(
                        "defaultCacheBehavior",
                        new JsonObject()
                                .put("targetOriginId", "origin")
                                .put("cachePolicyId", "Managed-CachingOptimized"))
                .put("customErrorResponses", notKept);
        return persistently(() -> send(HttpMethod.PUT, DISTRIBUTION + "?force=true", distribution));
    }

    /** Asks again after a pause for as long as there is no answer, or only that there is none now. */
    private Future<Answer> persistently(Supplier<Future<Answer>> question) {
        return question.get().transform(asked -> {
            if (asked.succeeded() && asked.result().status() < 500) {
                return Future.succeededFuture(asked.result());
            }
            Promise<Answer> again = Promise.promise();
            vertx.setTimer(RETRY_MILLIS, fired -> persistently(question).onComplete(again));
            return again.future();
        });
    }

    private Future<Answer> send(HttpMethod method, String target, @Nullable JsonObject document) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(network.apiPort())
                .setURI(target)
                .putHeader("Authorization", "Bearer " + token);
        return client.request(options)
                .compose(request -> (document == null
                                ? request.send()
                                : request.putHeader("Content-Type", "application/json")
                                        .send(document.toBuffer()))
                        .compose(response ->
                                response.body().map(body -> new Answer(response.statusCode(), body.toJsonObject())))
                        .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                        .onFailure(late -> request.reset()));
    }
}
