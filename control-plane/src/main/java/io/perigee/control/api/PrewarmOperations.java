package io.perigee.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.change.Changes;
import io.perigee.control.prewarm.Fetched;
import io.perigee.control.prewarm.PrewarmJob;
import io.perigee.control.prewarm.Prewarms;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.Prewarm;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Filling caches, and asking how far that has come. */
final class PrewarmOperations {

    private static final String PATH = "/v1/distributions/{id}/prewarms";
    private static final int TOO_MANY_REQUESTS = 429;

    private final Changes changes;
    private final Prewarms prewarms;
    private final Work work;

    PrewarmOperations(Changes changes, Prewarms prewarms, Work work) {
        this.changes = changes;
        this.prewarms = prewarms;
        this.work = work;
    }

    List<Operation> operations() {
        return List.of(
                Operation.post(
                                PATH,
                                "createPrewarm",
                                "Begins to fill caches. The job lives in the memory of the control plane that was asked; "
                                        + Prewarms.MOST_RUNNING + " run at a time (else 429).")
                        .takes(new Operation.Content.Document("Prewarm"))
                        .answers(202, "PrewarmState")
                        .problems(400, 404, 409, 413, 415, TOO_MANY_REQUESTS)
                        .handledBy(this::create),
                Operation.get(
                                PATH,
                                "listPrewarm",
                                "Lists the distribution's jobs that this control plane remembers, newest first.")
                        .answers(200, "PrewarmStateList")
                        .handledBy(this::list),
                Operation.get(PATH + "/{prewarmId}", "getPrewarm", "Reads how far a job has come.")
                        .query(
                                Status.WAIT,
                                "integer",
                                "Seconds to wait for its end before answering, 0 to " + Status.LONGEST_WAIT_SECONDS
                                        + ".")
                        .answers(200, "PrewarmState")
                        .problems(400, 404)
                        .handledBy(this::get),
                Operation.delete(
                                PATH + "/{prewarmId}",
                                "cancelPrewarm",
                                "Cancels a job that runs; what it has filled stays filled.")
                        .answers(200, "PrewarmState")
                        .problems(404)
                        .handledBy(this::cancel));
    }

    private Future<Answer> create(Call call) {
        return work.run(() -> switch (parse(call.text())) {
            case Parsed.Invalid<Prewarm>(var violations) ->
                Problem.invalid(violations).answer();
            case Parsed.Valid<Prewarm>(Prewarm wanted) ->
                switch (prewarms.begin(distribution(call), wanted)) {
                    case Prewarms.Begun.Refused(var violations) ->
                        new Problem(409, "The request does not go together with the network as it is.", violations)
                                .answer();
                    case Prewarms.Begun.TooMany() ->
                        Problem.of(
                                        TOO_MANY_REQUESTS,
                                        Prewarms.MOST_RUNNING + " prewarms are running: wait for one, or cancel one.")
                                .answer();
                    case Prewarms.Begun.Running(PrewarmJob job) ->
                        Answer.json(202, state(job))
                                .with("Location", "/v1/distributions/" + job.distribution() + "/prewarms/" + job.id());
                };
        });
    }

    private static Parsed<Prewarm> parse(String text) {
        return switch (Documents.parseTree(text)) {
            case Parsed.Invalid<JsonNode>(var violations) -> new Parsed.Invalid<>(violations);
            case Parsed.Valid<JsonNode>(JsonNode tree) -> Documents.fromJson(tree, Prewarm.class);
        };
    }

    private Distribution distribution(Call call) {
        String id = call.path("id");
        @Nullable Distribution found = changes.refreshed().distributions().get(id);
        if (found == null) {
            throw new ProblemException(Problem.of(404, "Distribution " + id + " does not exist."));
        }
        return found;
    }

    private Future<Answer> list(Call call) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode items = page.putArray("items");
        prewarms.of(call.path("id")).forEach(job -> items.add(state(job)));
        return Future.succeededFuture(Answer.json(200, page));
    }

    private Future<Answer> get(Call call) {
        Duration wait = Status.wait(call);
        PrewarmJob job = job(call);
        Future<Void> waited = wait.isZero()
                ? Future.succeededFuture()
                : job.ended().timeout(wait.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
        return waited.map(done -> Answer.json(200, state(job)));
    }

    private Future<Answer> cancel(Call call) {
        PrewarmJob job = job(call);
        job.cancel();
        return Future.succeededFuture(Answer.json(200, state(job)));
    }

    private PrewarmJob job(Call call) {
        String id = call.path("prewarmId");
        return prewarms.find(call.path("id"), id)
                .orElseThrow(
                        () -> new ProblemException(
                                Problem.of(
                                        404,
                                        "Prewarm " + id
                                                + " is not known here: this control plane was started after it, or another one has it.")));
    }

    private static ObjectNode state(PrewarmJob job) {
        PrewarmJob.Snapshot now = job.snapshot();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", job.id());
        json.put("distributionId", job.distribution());
        json.put("createdAt", Instant.ofEpochMilli(job.createdAtMillis()).toString());
        json.put(
                "status",
                switch (now.state()) {
                    case RUNNING -> "Running";
                    case FINISHED -> "Finished";
                    case CANCELLED -> "Cancelled";
                });
        json.put("edges", job.edges());
        json.put("requests", now.requests());
        json.put("done", now.done());
        for (Fetched.Kind kind : Fetched.Kind.values()) {
            json.put(name(kind), now.count(kind));
        }
        json.put("bytes", now.bytes());
        ArrayNode samples = json.putArray("samples");
        now.samples()
                .forEach(sample -> samples.addObject()
                        .put("edge", sample.edge())
                        .put("path", sample.path())
                        .put("outcome", name(sample.kind()))
                        .put("reason", sample.reason()));
        return json;
    }

    private static String name(Fetched.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
