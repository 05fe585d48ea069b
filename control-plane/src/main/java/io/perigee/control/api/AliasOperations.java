package io.perigee.control.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.change.FunctionChanges;
import io.perigee.control.change.Guard;
import io.perigee.control.change.Outcome;
import io.perigee.control.store.Store;
import io.perigee.control.store.StoredResource;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Aliases of functions. */
final class AliasOperations {

    private static final String PATH = "/v1/functions/{name}/aliases";
    private static final String STATE = "FunctionAliasState";

    private final Store store;
    private final FunctionChanges changes;
    private final CompletedEntries completed;
    private final Work work;

    AliasOperations(Store store, FunctionChanges changes, CompletedEntries completed, Work work) {
        this.store = store;
        this.changes = changes;
        this.completed = completed;
        this.work = work;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(PATH, "listFunctionAlias", "Lists a function's aliases by name.")
                        .answers(200, STATE + "List")
                        .handledBy(this::list),
                Operation.get(PATH + "/{alias}", "getFunctionAlias", "Reads one alias.")
                        .query(Status.WAIT, "integer", Status.WAIT_DESCRIPTION)
                        .answers(200, STATE)
                        .problems(404)
                        .handledBy(this::get),
                Operation.put(
                                PATH + "/{alias}",
                                "putFunctionAlias",
                                "Creates an alias or moves it to other versions. Moving needs If-Match or force.")
                        .query(Refusals.FORCE, "boolean", Refusals.FORCE_DESCRIPTION)
                        .takes(new Operation.Content.Document("FunctionAliasRequest"))
                        .answers(200, STATE)
                        .answers(201, STATE)
                        .problems(409, 412, 413, 415, 428)
                        .handledBy(this::put),
                Operation.delete(
                                PATH + "/{alias}",
                                "deleteFunctionAlias",
                                "Deletes an alias that no behavior names. Needs If-Match or force.")
                        .query(Refusals.FORCE, "boolean", Refusals.FORCE_DESCRIPTION)
                        .answers(204, "")
                        .problems(404, 409, 412, 428)
                        .handledBy(this::delete));
    }

    private Future<Answer> list(Call call) {
        String prefix = FunctionAlias.id(call.path("name"), "");
        return work.run(() -> {
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            ArrayNode items = page.putArray("items");
            List<StoredResource> aliases =
                    store.read(transaction -> transaction.resourcesBelow(FunctionChanges.ALIAS, prefix));
            aliases.forEach(alias -> items.add(state(alias)));
            return Answer.json(200, page);
        });
    }

    private Future<Answer> get(Call call) {
        var wait = Status.wait(call);
        String id = FunctionAlias.id(call.path("name"), call.path("alias"));
        return work.run(() -> stored(id))
                .compose(found -> completed.await(found.sequence(), wait))
                .compose(waited -> work.run(() -> {
                    StoredResource now = stored(id);
                    return Answer.json(200, state(now)).with("ETag", now.etag());
                }));
    }

    private StoredResource stored(String id) {
        Optional<StoredResource> found = store.read(transaction -> transaction.resource(FunctionChanges.ALIAS, id));
        return found.orElseThrow(() -> new ProblemException(Problem.of(404, "Alias " + id + " does not exist.")));
    }

    private Future<Answer> put(Call call) {
        Guard guard = Refusals.guard(call);
        return work.run(() -> switch (AliasDocument.parse(call.text(), call.path("name"), call.path("alias"))) {
            case Parsed.Invalid<FunctionAlias>(var violations) ->
                Problem.invalid(violations).answer();
            case Parsed.Valid<FunctionAlias>(FunctionAlias alias) -> applied(alias, changes.apply(alias, guard));
        });
    }

    private Answer applied(FunctionAlias alias, Outcome<StoredResource> outcome) {
        return switch (outcome) {
            case Outcome.Refused<StoredResource>(var refusal) -> Refusals.answer(refusal);
            case Outcome.Done<StoredResource>(StoredResource stored, Outcome.Effect effect) -> {
                boolean created = effect == Outcome.Effect.CREATED;
                Answer answer = Answer.json(created ? 201 : 200, state(stored)).with("ETag", stored.etag());
                yield created
                        ? answer.with("Location", "/v1/functions/" + alias.function() + "/aliases/" + alias.name())
                        : answer;
            }
        };
    }

    private Future<Answer> delete(Call call) {
        Guard guard = Refusals.guard(call);
        return work.run(() -> switch (changes.deleteAlias(call.path("name"), call.path("alias"), guard)) {
            case Outcome.Refused<Long>(var refusal) -> Refusals.answer(refusal);
            case Outcome.Done<Long> deleted -> Answer.empty();
        });
    }

    private ObjectNode state(StoredResource stored) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        AliasDocument.write(
                Documents.parse(stored.document(), FunctionAlias.class).orThrow(), json);
        json.put("etag", stored.etag());
        json.put("sequence", stored.sequence());
        json.put("updatedAt", Instant.ofEpochMilli(stored.updatedAt()).toString());
        Status.put(json, completed, stored.sequence(), Status.DEPLOYED);
        return json;
    }
}
