package io.perigee.control.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.change.Changes;
import io.perigee.control.change.Guard;
import io.perigee.control.change.KeyValueChanges;
import io.perigee.control.change.Outcome;
import io.perigee.distribution.KeyValueStore;
import io.perigee.distribution.Limits;
import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Key value stores and what is in them.
 *
 * <p>See AWS on the <a
 * href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations_Amazon_CloudFront_KeyValueStore.html">CloudFront KeyValueStore
 * API</a>.
 */
final class KeyValueOperations {

    private static final String PATH = "/v1/key-value-stores";
    private static final String KEYS = PATH + "/{name}/keys";

    /** Of one key, which is in the query: paths of the API take no slash in a name. */
    private static final String VALUE = PATH + "/{name}/value";

    private static final String KEY = "key";
    private static final String KEY_DESCRIPTION = "The key.";
    private static final String STATE = "KeyValueStoreState";
    private static final int LARGEST_PAGE = 1_000;

    private final Changes changes;
    private final KeyValueChanges stores;
    private final CompletedEntries completed;
    private final Work work;

    KeyValueOperations(Changes changes, CompletedEntries completed, Work work) {
        this.changes = changes;
        this.stores = new KeyValueChanges(changes);
        this.completed = completed;
        this.work = work;
    }

    /** A store's description in a request. */
    record Request(
            @Describes(
                    value = "What it is for.",
                    defaultValue = "''",
                    maxLength = Limits.KEY_VALUE_STORE_COMMENT_LENGTH)
            String comment) {}

    /** A key's value in a request. */
    record ValueRequest(
            @Describes(value = "The value.", format = Format.STORED_VALUE, maxLength = Limits.VALUE_LENGTH)
            String value) {}

    List<Operation> operations() {
        return List.of(
                Operation.get(PATH, "listKeyValueStore", "Lists key value stores by name.")
                        .answers(200, STATE + "List")
                        .handledBy(this::list),
                Operation.get(
                                PATH + "/{name}",
                                "describeKeyValueStore",
                                "Reads what a store is, without what is in it.")
                        .query(Status.WAIT, "integer", Status.WAIT_DESCRIPTION)
                        .answers(200, STATE)
                        .problems(404)
                        .handledBy(this::describe),
                guarded(Operation.put(
                                PATH + "/{name}",
                                "putKeyValueStore",
                                "Creates an empty store, or gives one another comment, which needs If-Match or force."))
                        .takes(new Operation.Content.Document("KeyValueStoreRequest"))
                        .answers(200, STATE)
                        .answers(201, STATE)
                        .problems(409, 412, 413, 415, 428)
                        .handledBy(this::put),
                guarded(Operation.delete(
                                PATH + "/{name}",
                                "deleteKeyValueStore",
                                "Deletes a store that no function reads. Needs If-Match or force."))
                        .answers(204, "")
                        .problems(404, 409, 412, 428)
                        .handledBy(this::delete),
                Operation.get(KEYS, "listKeys", "Lists keys with their values by key.")
                        .query("after", "string", "The key to go on after: the field next of the page before.")
                        .query("limit", "integer", "How many at most, 1 to " + LARGEST_PAGE + ".")
                        .answers(200, "KeyValueList")
                        .problems(404)
                        .handledBy(this::keys),
                guarded(Operation.post(
                                KEYS,
                                "updateKeys",
                                "Puts and deletes up to 50 keys, all or none. Needs If-Match or force."))
                        .takes(new Operation.Content.Document("KeyValueUpdate"))
                        .answers(200, STATE)
                        .problems(404, 409, 412, 413, 415, 428)
                        .handledBy(this::update),
                Operation.get(VALUE, "getKey", "Reads a key's value.")
                        .query(KEY, "string", KEY_DESCRIPTION)
                        .answers(200, "KeyValue")
                        .problems(404)
                        .handledBy(this::get),
                guarded(Operation.put(VALUE, "putKey", "Puts one key. Needs If-Match or force.")
                                .query(KEY, "string", KEY_DESCRIPTION))
                        .takes(new Operation.Content.Document("ValueRequest"))
                        .answers(200, STATE)
                        .problems(404, 409, 412, 413, 415, 428)
                        .handledBy(this::putKey),
                guarded(Operation.delete(VALUE, "deleteKey", "Deletes one key. Needs If-Match or force.")
                                .query(KEY, "string", KEY_DESCRIPTION))
                        .answers(200, STATE)
                        .problems(404, 409, 412, 428)
                        .handledBy(this::deleteKey));
    }

    private static Operation.Builder guarded(Operation.Builder operation) {
        return operation.query(Refusals.FORCE, "boolean", Refusals.FORCE_DESCRIPTION);
    }

    private Future<Answer> list(Call call) {
        return work.run(() -> {
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            ArrayNode items = page.putArray("items");
            changes.refreshed().keyValueStores().values().forEach(store -> items.add(state(store)));
            return Answer.json(200, page);
        });
    }

    private Future<Answer> describe(Call call) {
        var wait = Status.wait(call);
        String name = call.path("name");
        return work.run(() -> store(name))
                .compose(store -> completed.await(store.about().revision(), wait))
                .compose(waited -> work.run(() -> answer(200, store(name))));
    }

    private KeyValueStore store(String name) {
        KeyValueStore store = changes.refreshed().keyValueStores().get(name);
        if (store == null) {
            throw new ProblemException(Problem.of(404, "Key value store " + name + " does not exist."));
        }
        return store;
    }

    private Future<Answer> put(Call call) {
        Guard guard = Refusals.guard(call);
        String name = call.path("name");
        if (!Format.KEY_VALUE_STORE.accepts(name)) {
            throw new ProblemException(Problem.invalid("name", name, Format.KEY_VALUE_STORE.expected()));
        }
        return work.run(() -> switch (Documents.parse(call.text(), Request.class)) {
            case Parsed.Invalid<Request>(var violations) ->
                Problem.invalid(violations).answer();
            case Parsed.Valid<Request>(Request request) -> applied(stores.apply(name, request.comment(), guard));
        });
    }

    private Future<Answer> delete(Call call) {
        Guard guard = Refusals.guard(call);
        return work.run(() -> switch (stores.delete(call.path("name"), guard)) {
            case Outcome.Refused<Long>(var refusal) -> Refusals.answer(refusal);
            case Outcome.Done<Long> deleted -> Answer.empty();
        });
    }

    private Future<Answer> keys(Call call) {
        int limit = (int) call.number("limit", LARGEST_PAGE, 1, LARGEST_PAGE);
        String after = call.query("after").orElse("");
        return work.run(() -> {
            var rest = new TreeMap<>(store(call.path("name")).items()).tailMap(after, false);
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            ArrayNode items = page.putArray("items");
            for (Map.Entry<String, String> item : rest.entrySet()) {
                if (items.size() == limit) {
                    page.put("next", items.get(limit - 1).path("key").asText());
                    break;
                }
                items.addObject().put("key", item.getKey()).put("value", item.getValue());
            }
            return Answer.json(200, page);
        });
    }

    private Future<Answer> get(Call call) {
        String key = key(call);
        return work.run(() -> {
            KeyValueStore store = store(call.path("name"));
            String value = store.items().get(key);
            if (value == null) {
                return Problem.of(404, "Key value store " + call.path("name") + " has no key " + key + ".")
                        .answer();
            }
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            return Answer.json(200, json.put("key", key).put("value", value))
                    .with("ETag", store.about().etag());
        });
    }

    private Future<Answer> putKey(Call call) {
        return work.run(() -> switch (Documents.parse(call.text(), ValueRequest.class)) {
            case Parsed.Invalid<ValueRequest>(var violations) ->
                Problem.invalid(violations).answer();
            case Parsed.Valid<ValueRequest>(ValueRequest request) ->
                updated(
                        call,
                        new KeyValueStore.Update(
                                List.of(new KeyValueStore.Item(key(call), request.value())), List.of()));
        });
    }

    private Future<Answer> deleteKey(Call call) {
        String key = key(call);
        return work.run(() -> store(call.path("name")).items().containsKey(key)
                ? updated(call, new KeyValueStore.Update(List.of(), List.of(new KeyValueStore.DeletedKey(key))))
                : Problem.of(404, "Key value store " + call.path("name") + " has no key " + key + ".")
                        .answer());
    }

    private Future<Answer> update(Call call) {
        return work.run(() -> switch (Documents.parse(call.text(), KeyValueStore.Update.class)) {
            case Parsed.Invalid<KeyValueStore.Update>(var violations) ->
                Problem.invalid(violations).answer();
            case Parsed.Valid<KeyValueStore.Update>(KeyValueStore.Update update) -> updated(call, update);
        });
    }

    private Answer updated(Call call, KeyValueStore.Update update) {
        return switch (Documents.validate(update)) {
            case Parsed.Invalid<KeyValueStore.Update>(var violations) ->
                Problem.invalid(violations).answer();
            case Parsed.Valid<KeyValueStore.Update> valid ->
                applied(stores.update(call.path("name"), update, Refusals.guard(call)));
        };
    }

    private Answer applied(Outcome<KeyValueStore.About> outcome) {
        return switch (outcome) {
            case Outcome.Refused<KeyValueStore.About>(var refusal) -> Refusals.answer(refusal);
            case Outcome.Done<KeyValueStore.About>(KeyValueStore.About about, Outcome.Effect effect) -> {
                KeyValueStore store = store(about.name());
                yield effect == Outcome.Effect.CREATED
                        ? answer(201, store).with("Location", PATH + "/" + about.name())
                        : answer(200, store);
            }
        };
    }

    private static String key(Call call) {
        return call.query(KEY)
                .orElseThrow(() -> new ProblemException(
                        Problem.of(400, "The query parameter key is missing: the key that is meant.")));
    }

    private Answer answer(int status, KeyValueStore store) {
        return Answer.json(status, state(store)).with("ETag", store.about().etag());
    }

    private ObjectNode state(KeyValueStore store) {
        KeyValueStore.About about = store.about();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", about.name());
        json.put("comment", about.comment());
        json.put("itemCount", store.items().size());
        json.put("totalSizeInBytes", store.bytes());
        json.put("created", Instant.ofEpochMilli(about.created()).toString());
        json.put("lastModified", Instant.ofEpochMilli(about.changed()).toString());
        json.put("etag", about.etag());
        json.put("sequence", about.revision());
        Status.put(json, completed, about.revision(), Status.DEPLOYED);
        return json;
    }
}
