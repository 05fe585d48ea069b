package io.perigee.chaos.workload;

import io.perigee.chaos.history.Event.Changed;
import io.perigee.chaos.history.History;
import io.perigee.chaos.place.Place;
import io.perigee.chaos.scenario.WorkloadSetup;
import io.perigee.chaos.workload.ControlApi.Answer;
import io.perigee.chaos.workload.ControlApi.Question;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Puts the site onto the network, and changes its configuration and its function from then on. Each change has a number, which
 * responses show that it has shaped.
 */
final class Operator {

    /** What viewers call the site. */
    static final String HOST = "www.example.org";

    static final String CONFIGURATION_HEADER = "Chaos-Configuration";
    static final String FUNCTION_HEADER = "Chaos-Function";
    static final String DISTRIBUTION = "/v1/distributions/site";

    private static final String POLICY = "/v1/response-headers-policies/chaos";
    private static final String FUNCTION = "/v1/functions/chaos";

    private final Vertx vertx;
    private final ControlApi api;
    private final Place.Authority origin;
    private final History history;
    private final WorkloadSetup setup;
    private final Random random;
    private final AtomicLong configuration = new AtomicLong();
    private final AtomicLong function = new AtomicLong();
    private volatile boolean stopped;
    private volatile Future<?> underWay = Future.succeededFuture();

    Operator(Vertx vertx, ControlApi api, Place.Authority origin, History history, WorkloadSetup setup, long seed) {
        this.vertx = vertx;
        this.api = api;
        this.origin = origin;
        this.history = history;
        this.setup = setup;
        this.random = new Random(seed);
    }

    /** Puts the site onto all nodes. */
    Future<Void> deploy() {
        Future<Void> function = setup.functions() ? changeFunction() : Future.succeededFuture();
        return function.compose(published -> changePolicy())
                .compose(changed -> api.persistently(
                        Question.send(HttpMethod.PUT, DISTRIBUTION + "?force=true", distribution(0)), () -> !stopped))
                .compose(answer -> accepted("the distribution", answer));
    }

    /** Changes something now and then until told to stop. */
    void work() {
        vertx.getOrCreateContext().runOnContext(turn -> next());
    }

    /** Begins nothing more; completes when what was begun is acknowledged. */
    Future<Void> stop() {
        stopped = true;
        return underWay.otherwiseEmpty().mapEmpty();
    }

    private void next() {
        if (stopped) {
            return;
        }
        int what = random.nextInt(4);
        underWay =
                what == 0 && setup.functions() ? changeFunction() : what == 1 ? changeDistribution() : changePolicy();
        underWay.onComplete(changed ->
                vertx.setTimer(1 + random.nextLong(setup.changeEvery().toMillis()), fired -> next()));
    }

    private Future<Void> changePolicy() {
        long number = configuration.incrementAndGet();
        return change(
                Changed.Kind.CONFIGURATION,
                number,
                Question.send(HttpMethod.PUT, POLICY + "?force=true", policy(number)));
    }

    private static JsonObject policy(long number) {
        return new JsonObject()
                .put(
                        "customHeaders",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("name", CONFIGURATION_HEADER)
                                        .put("value", Long.toString(number))));
    }

    /** What nobody sees, but every node has to follow. */
    private Future<Void> changeDistribution() {
        return api.persistently(
                        Question.send(HttpMethod.PUT, DISTRIBUTION + "?force=true", distribution(random.nextInt())),
                        () -> true)
                .compose(answer -> accepted("the distribution", answer));
    }

    private Future<Void> changeFunction() {
        long number = function.incrementAndGet();
        String code = "function handler(event) {\n"
                + "  event.response.headers['" + FUNCTION_HEADER.toLowerCase(Locale.ROOT) + "'] = {value: '"
                + number + "'};\n  return event.response;\n}\n";
        return change(
                Changed.Kind.FUNCTION,
                number,
                new Question(
                        HttpMethod.PUT,
                        FUNCTION + "?runtime=cloudfront-js-2.0",
                        "text/javascript",
                        Buffer.buffer(code)));
    }

    private Future<Void> change(Changed.Kind kind, long number, Question question) {
        long sentAt = history.now();
        return api.persistently(question, () -> true)
                .compose(answer -> accepted(kind + " " + number, answer))
                .onSuccess(done -> history.put(new Changed(kind, number, sentAt, history.now(), false)));
    }

    private static Future<Void> accepted(String what, Answer answer) {
        return answer.isGood()
                ? Future.succeededFuture()
                : Future.failedFuture(what + " was refused: " + answer.status() + " " + answer.body());
    }

    private JsonObject distribution(int number) {
        JsonObject origins = new JsonObject()
                .put("id", "origin")
                .put("domainName", origin.host())
                .put("httpPort", origin.port())
                .put("protocolPolicy", "http-only")
                .put("connectionTimeout", "10s")
                .put("connectionAttempts", 1)
                .put("responseTimeout", "20s");
        JsonArray notKept = new JsonArray();
        List.of(502, 503, 504)
                .forEach(status ->
                        notKept.add(new JsonObject().put("errorCode", status).put("errorCachingMinTtl", "0s")));
        JsonObject behavior = new JsonObject()
                .put("targetOriginId", "origin")
                .put("cachePolicyId", "Managed-CachingOptimized")
                .put("responseHeadersPolicyId", "chaos");
        if (setup.functions()) {
            behavior.put(
                    "functionAssociations",
                    new JsonArray()
                            .add(new JsonObject()
                                    .put("eventType", "viewer-response")
                                    .put("function", "chaos")));
        }
        return new JsonObject()
                .put("comment", "change " + number)
                .put("aliases", new JsonArray().add(HOST))
                .put("origins", new JsonArray().add(origins))
                .put("defaultCacheBehavior", behavior)
                .put("customErrorResponses", notKept);
    }

    /** Reads the configuration once more, and notes which changes are still there, or were followed by others. */
    Future<Void> readAgain() {
        return api.persistently(Question.get(POLICY), () -> true)
                .compose(policy -> setup.functions()
                        ? api.persistently(Question.get(FUNCTION), () -> true)
                                .onSuccess(function -> noteKept(policy, function))
                        : Future.succeededFuture(policy).onSuccess(same -> noteKept(policy, policy)))
                .mapEmpty();
    }

    private void noteKept(Answer policy, Answer function) {
        JsonArray headers = policy.body()
                .getJsonObject("document", new JsonObject())
                .getJsonArray("customHeaders", new JsonArray());
        long reached =
                headers.isEmpty() ? 0 : Long.parseLong(headers.getJsonObject(0).getString("value"));
        List<Long> versions = function.body().getJsonArray("versions", new JsonArray()).stream()
                .map(version -> ((JsonObject) version).getLong("version"))
                .toList();
        for (Changed each : history.changes()) {
            boolean kept = switch (each.kind()) {
                case CONFIGURATION -> each.number() <= reached;
                // Versions are immutable and numbered from 1: the n-th change is version n.
                case FUNCTION -> versions.contains(each.number());
            };
            history.put(new Changed(each.kind(), each.number(), each.sentAt(), each.acknowledgedAt(), kept));
        }
    }
}
