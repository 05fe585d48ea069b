package io.perigee.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.change.Changes;
import io.perigee.control.change.Guard;
import io.perigee.control.change.Outcome;
import io.perigee.control.change.ResourceKind;
import io.perigee.control.store.Store;
import io.perigee.control.store.StoredResource;
import io.perigee.distribution.Resource;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reading and applying distributions and policies. */
final class ResourceOperations {

    private static final int LARGEST_PAGE = 1_000;

    private final ResourceKind kind;
    private final String path;
    private final String noun;
    private final Store store;
    private final Changes changes;
    private final CompletedEntries completed;
    private final Work work;

    /** @param collection the collection's name in paths, such as {@code cache-policies} */
    ResourceOperations(
            ResourceKind kind, String collection, Store store, Changes changes, CompletedEntries completed, Work work) {
        this.kind = kind;
        this.path = "/v1/" + collection;
        this.noun = kind.documentKind();
        this.store = store;
        this.changes = changes;
        this.completed = completed;
        this.work = work;
    }

    /** The name of the schema of a resource of the kind with its state. */
    static String schema(ResourceKind kind) {
        return kind.documentKind() + "State";
    }

    List<Operation> operations() {
        String state = schema(kind);
        return List.of(
                Operation.get(path, "list" + noun, "Lists by id, those that every network has first.")
                        .query("after", "string", "The id to go on after: the field next of the page before.")
                        .query("limit", "integer", "How many at most, 1 to " + LARGEST_PAGE + ".")
                        .answers(200, state + "List")
                        .problems(400)
                        .handledBy(this::list),
                Operation.get(path + "/{id}", "get" + noun, "Reads one with its state.")
                        .query(Status.WAIT, "integer", Status.WAIT_DESCRIPTION)
                        .answers(200, state)
                        .problems(400, 404)
                        .handledBy(this::get),
                Operation.put(path + "/{id}", "put" + noun, "Creates or replaces. Replacing needs If-Match or force.")
                        .query(Refusals.FORCE, "boolean", Refusals.FORCE_DESCRIPTION)
                        .takes(new Operation.Content.Document(noun))
                        .answers(200, state)
                        .answers(201, state)
                        .problems(400, 409, 412, 413, 415, 428)
                        .handledBy(this::put),
                Operation.delete(path + "/{id}", "delete" + noun, "Deletes. Needs If-Match or force.")
                        .query(Refusals.FORCE, "boolean", Refusals.FORCE_DESCRIPTION)
                        .answers(204, "")
                        .problems(400, 404, 409, 412, 428)
                        .handledBy(this::delete));
    }

    private Future<Answer> list(Call call) {
        int limit = (int) call.number("limit", LARGEST_PAGE, 1, LARGEST_PAGE);
        String after = call.query("after").orElse("");
        return work.run(() -> {
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            ArrayNode items = page.putArray("items");
            if (after.isEmpty()) {
                kind.managed().values().forEach(managed -> items.add(managed(managed)));
            }
            List<StoredResource> stored =
                    store.read(transaction -> transaction.resources(kind.documentKind(), after, limit + 1));
            stored.stream().limit(limit).forEach(resource -> items.add(state(resource)));
            if (stored.size() > limit) {
                page.put("next", stored.get(limit - 1).id());
            }
            return Answer.json(200, page);
        });
    }

    private Future<Answer> get(Call call) {
        String id = call.path("id");
        Resource managed = kind.managed().get(id);
        if (managed != null) {
            return Future.succeededFuture(
                    Answer.json(200, managed(managed)).with("ETag", Documents.etag((Record) managed)));
        }
        var wait = Status.wait(call);
        return work.run(() -> stored(id))
                .compose(found -> completed.await(found.sequence(), wait))
                .compose(waited -> work.run(() -> {
                    StoredResource now = stored(id);
                    return Answer.json(200, state(now)).with("ETag", now.etag());
                }));
    }

    private StoredResource stored(String id) {
        Optional<StoredResource> found = store.read(transaction -> transaction.resource(kind.documentKind(), id));
        return found.orElseThrow(() -> new ProblemException(Problem.of(404, noun + " " + id + " does not exist.")));
    }

    private Future<Answer> put(Call call) {
        Guard guard = Refusals.guard(call);
        String id = call.path("id");
        return work.run(() -> switch (kind.parse(call.text(), id)) {
            case Parsed.Invalid<? extends Resource>(var violations) ->
                Problem.invalid(violations).answer();
            case Parsed.Valid<? extends Resource>(Resource resource) -> applied(changes.apply(resource, guard));
        });
    }

    private Answer applied(Outcome<StoredResource> outcome) {
        return switch (outcome) {
            case Outcome.Refused<StoredResource>(var refusal) -> Refusals.answer(refusal);
            case Outcome.Done<StoredResource>(StoredResource stored, Outcome.Effect effect) -> {
                boolean created = effect == Outcome.Effect.CREATED;
                Answer answer = Answer.json(created ? 201 : 200, state(stored)).with("ETag", stored.etag());
                yield created ? answer.with("Location", path + "/" + stored.id()) : answer;
            }
        };
    }

    private Future<Answer> delete(Call call) {
        Guard guard = Refusals.guard(call);
        return work.run(() -> switch (changes.delete(kind, call.path("id"), guard)) {
            case Outcome.Refused<Long>(var refusal) -> Refusals.answer(refusal);
            case Outcome.Done<Long> deleted -> Answer.empty();
        });
    }

    private ObjectNode state(StoredResource resource) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", noun);
        json.put("id", resource.id());
        json.put("managed", false);
        json.put("etag", resource.etag());
        json.put("sequence", resource.sequence());
        json.put("updatedAt", Instant.ofEpochMilli(resource.updatedAt()).toString());
        Status.put(json, completed, resource.sequence(), Status.DEPLOYED);
        JsonNode document = Documents.parseTree(resource.document()).orThrow();
        json.set("document", document);
        return json;
    }

    /** A managed policy is part of the program: it is everywhere from the beginning. */
    private ObjectNode managed(Resource resource) {
        Record document = (Record) resource;
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", noun);
        json.put("id", resource.id());
        json.put("managed", true);
        json.put("etag", Documents.etag(document));
        json.put("status", Status.DEPLOYED);
        json.set("document", Documents.toJson(document));
        return json;
    }
}
