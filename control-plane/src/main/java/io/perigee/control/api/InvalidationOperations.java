package io.perigee.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.change.Changes;
import io.perigee.control.change.Outcome;
import io.perigee.control.store.Store;
import io.perigee.control.store.StoredInvalidation;
import io.perigee.distribution.Invalidation;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.perigee.distribution.document.Violation;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Invalidating, and asking how far an invalidation has come. */
final class InvalidationOperations {

    private static final String PATH = "/v1/distributions/{id}/invalidations";
    private static final int LARGEST_PAGE = 1_000;
    private static final int USUAL_PAGE = 100;

    private final Store store;
    private final Changes changes;
    private final CompletedEntries completed;
    private final Work work;
    private final Supplier<String> ids;

    /** @param ids gives a new unique id with each call */
    InvalidationOperations(Store store, Changes changes, CompletedEntries completed, Work work, Supplier<String> ids) {
        this.store = store;
        this.changes = changes;
        this.completed = completed;
        this.work = work;
        this.ids = ids;
    }

    List<Operation> operations() {
        return List.of(
                Operation.post(
                                PATH,
                                "createInvalidation",
                                "Accepts an invalidation. The same callerReference with the same content again is the same one (200).")
                        .takes(new Operation.Content.Document("InvalidationRequest"))
                        .answers(200, "InvalidationState")
                        .answers(202, "InvalidationState")
                        .problems(400, 404, 409, 413, 415)
                        .handledBy(this::create),
                Operation.get(PATH, "listInvalidation", "Lists the distribution's invalidations, newest first.")
                        .query("before", "integer", "The sequence to go on before: the field next of the page before.")
                        .query("limit", "integer", "How many at most, 1 to " + LARGEST_PAGE + ".")
                        .answers(200, "InvalidationStateList")
                        .problems(400)
                        .handledBy(this::list),
                Operation.get(PATH + "/{invalidationId}", "getInvalidation", "Reads one with its state.")
                        .query(Status.WAIT, "integer", Status.WAIT_DESCRIPTION)
                        .answers(200, "InvalidationState")
                        .problems(400, 404)
                        .handledBy(this::get));
    }

    private Future<Answer> create(Call call) {
        String distribution = call.path("id");
        return work.run(() -> switch (parse(call.text(), distribution)) {
            case Parsed.Invalid<Invalidation>(var violations) ->
                Problem.invalid(violations).answer();
            case Parsed.Valid<Invalidation>(Invalidation invalidation) ->
                switch (changes.invalidate(invalidation)) {
                    case Outcome.Refused<StoredInvalidation>(var refusal) -> Refusals.answer(refusal);
                    case Outcome.Done<StoredInvalidation>(StoredInvalidation stored, Outcome.Effect effect) ->
                        Answer.json(effect == Outcome.Effect.CREATED ? 202 : 200, state(stored))
                                .with(
                                        "Location",
                                        "/v1/distributions/" + stored.distributionId() + "/invalidations/"
                                                + stored.id());
                };
        });
    }

    /** The request is an invalidation without what the control plane itself gives; without a reference it gets one of its own. */
    private Parsed<Invalidation> parse(String text, String distribution) {
        return switch (Documents.parseTree(text)) {
            case Parsed.Invalid<JsonNode>(var violations) -> new Parsed.Invalid<>(violations);
            case Parsed.Valid<JsonNode>(ObjectNode tree) -> {
                List<Violation> violations = new ArrayList<>();
                for (String given : List.of("id", "distributionId")) {
                    if (tree.has(given)) {
                        violations.add(new Violation(
                                given, tree.get(given).asText(), "only paths, tags, soft and callerReference"));
                    }
                }
                String id = ids.get();
                tree.put("id", id);
                tree.put("distributionId", distribution);
                if (!tree.has("callerReference")) {
                    tree.put("callerReference", id);
                }
                Parsed<Invalidation> parsed = Documents.fromJson(tree, Invalidation.class);
                if (violations.isEmpty()) {
                    yield parsed;
                }
                if (parsed instanceof Parsed.Invalid<Invalidation>(var more)) {
                    violations.addAll(more);
                }
                yield new Parsed.Invalid<>(violations);
            }
            case Parsed.Valid<JsonNode>(JsonNode other) ->
                new Parsed.Invalid<>(List.of(new Violation("", other.toString(), "an object with paths or tags")));
        };
    }

    private Future<Answer> list(Call call) {
        long before = call.number("before", Long.MAX_VALUE, 1, Long.MAX_VALUE);
        int limit = (int) call.number("limit", USUAL_PAGE, 1, LARGEST_PAGE);
        return work.run(() -> {
            List<StoredInvalidation> stored =
                    store.read(transaction -> transaction.invalidations(call.path("id"), before, limit + 1));
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            ArrayNode items = page.putArray("items");
            stored.stream().limit(limit).forEach(invalidation -> items.add(state(invalidation)));
            if (stored.size() > limit) {
                page.put("next", stored.get(limit - 1).sequence());
            }
            return Answer.json(200, page);
        });
    }

    private Future<Answer> get(Call call) {
        var wait = Status.wait(call);
        return work.run(() -> stored(call))
                .compose(found -> completed
                        .await(found.sequence(), wait)
                        .compose(waited -> work.run(() -> Answer.json(200, state(found)))));
    }

    private StoredInvalidation stored(Call call) {
        String id = call.path("invalidationId");
        Optional<StoredInvalidation> found = store.read(transaction -> transaction.invalidation(call.path("id"), id));
        return found.orElseThrow(
                () -> new ProblemException(Problem.of(404, "Invalidation " + id + " does not exist.")));
    }

    private ObjectNode state(StoredInvalidation invalidation) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", invalidation.id());
        json.put("distributionId", invalidation.distributionId());
        json.put("callerReference", invalidation.callerReference());
        json.set("paths", Documents.parseTree(invalidation.paths()).orThrow());
        json.set("tags", Documents.parseTree(invalidation.tags()).orThrow());
        json.put("soft", invalidation.soft());
        json.put("sequence", invalidation.sequence());
        json.put("createdAt", Instant.ofEpochMilli(invalidation.acceptedAt()).toString());
        Status.put(json, completed, invalidation.sequence(), Status.COMPLETED);
        return json;
    }
}
