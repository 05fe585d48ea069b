package io.perigee.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.api.Operation.Content;
import io.perigee.control.change.Changes;
import io.perigee.control.invocation.Dispatcher;
import io.perigee.control.invocation.InvocationQueue;
import io.perigee.control.invocation.Invocations;
import io.perigee.control.store.DeadLetter;
import io.perigee.distribution.EventInvokeConfig;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.perigee.distribution.document.Violation;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How a function's asynchronous invocations are made, and those that were given up. */
final class EventInvokeOperations {

    private static final String CONFIG = "/v1/functions/{name}/event-invoke-config";
    private static final String DEAD_LETTERS = "/v1/functions/{name}/dead-letters";
    private static final String AFTER = "after";
    private static final int PAGE = 100;
    private static final int TOO_MANY_REQUESTS = 429;

    private final Changes changes;
    private final InvocationQueue queue;
    private final Dispatcher dispatcher;
    private final Work work;

    EventInvokeOperations(Changes changes, Invocations invocations, Work work) {
        this.changes = changes;
        this.queue = invocations.queue();
        this.dispatcher = invocations.dispatcher();
        this.work = work;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(
                                CONFIG,
                                "getEventInvokeConfig",
                                "Reads how a function's asynchronous invocations are made.")
                        .answers(200, "EventInvokeConfig")
                        .problems(404)
                        .handledBy(this::config),
                Operation.put(
                                CONFIG,
                                "putEventInvokeConfig",
                                "Says how a function's asynchronous invocations are made.")
                        .takes(new Content.Document("EventInvokeConfig"))
                        .answers(200, "EventInvokeConfig")
                        .problems(400, 404, 409, 413, 415)
                        .handledBy(this::configure),
                Operation.delete(
                                CONFIG,
                                "deleteEventInvokeConfig",
                                "Goes back to how asynchronous invocations are made by default.")
                        .answers(204, "")
                        .handledBy(this::reset),
                Operation.get(
                                DEAD_LETTERS,
                                "listDeadLetter",
                                "Lists a function's invocations that were given up, by id.")
                        .query(AFTER, "string", "The id after which to go on, as next says.")
                        .answers(200, "DeadLetterList")
                        .handledBy(this::list),
                Operation.get(DEAD_LETTERS + "/{requestId}", "getDeadLetter", "Reads one with its payload.")
                        .answers(200, "DeadLetter")
                        .problems(404)
                        .handledBy(this::get),
                Operation.post(
                                DEAD_LETTERS + "/{requestId}/replay",
                                "replayDeadLetter",
                                "Lets one be tried as if it were new, in place of being a dead letter.")
                        .answers(202, "AcceptedInvocation")
                        .problems(404, TOO_MANY_REQUESTS)
                        .handledBy(this::replay),
                Operation.delete(DEAD_LETTERS + "/{requestId}", "deleteDeadLetter", "Forgets one.")
                        .answers(204, "")
                        .problems(404)
                        .handledBy(this::delete));
    }

    private Future<Answer> config(Call call) {
        return work.run(() -> {
            known(call);
            return Answer.json(200, Documents.toJson(queue.config(call.path("name"))));
        });
    }

    private void known(Call call) {
        String name = call.path("name");
        if (!changes.refreshed().functions().containsKey(name)) {
            throw new ProblemException(Problem.of(404, "Function " + name + " does not exist."));
        }
    }

    private Future<Answer> configure(Call call) {
        return work.run(() -> switch (parse(call.text())) {
            case Parsed.Invalid<EventInvokeConfig>(var violations) ->
                Problem.invalid(violations).answer();
            case Parsed.Valid<EventInvokeConfig>(EventInvokeConfig config) -> {
                known(call);
                List<Violation> violations = destinations(call.path("name"), config);
                if (!violations.isEmpty()) {
                    yield new Problem(
                                    409, "The request does not go together with the functions as they are.", violations)
                            .answer();
                }
                queue.configure(call.path("name"), config);
                yield Answer.json(200, Documents.toJson(config));
            }
        });
    }

    private static Parsed<EventInvokeConfig> parse(String text) {
        return switch (Documents.parseTree(text)) {
            case Parsed.Invalid<JsonNode>(var violations) -> new Parsed.Invalid<>(violations);
            case Parsed.Valid<JsonNode>(JsonNode tree) -> Documents.fromJson(tree, EventInvokeConfig.class);
        };
    }

    /** A function that is its own destination would never come to an end. */
    private List<Violation> destinations(String name, EventInvokeConfig config) {
        Map<String, ?> functions = changes.lastSeen().functions();
        List<Violation> violations = new ArrayList<>();
        check("onSuccess", Objects.requireNonNullElse(config.onSuccess(), ""), name, functions, violations);
        check("onFailure", Objects.requireNonNullElse(config.onFailure(), ""), name, functions, violations);
        return violations;
    }

    private static void check(
            String field, String destination, String name, Map<String, ?> functions, List<Violation> violations) {
        if (!destination.isEmpty() && (destination.equals(name) || !functions.containsKey(destination))) {
            violations.add(new Violation(field, destination, "another function that exists"));
        }
    }

    private Future<Answer> reset(Call call) {
        return work.run(() -> {
            queue.resetConfig(call.path("name"));
            return Answer.empty();
        });
    }

    private Future<Answer> list(Call call) {
        return work.run(() -> {
            List<DeadLetter> letters =
                    queue.deadLetters(call.path("name"), call.query(AFTER).orElse(""), PAGE + 1);
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            ArrayNode items = page.putArray("items");
            letters.stream().limit(PAGE).forEach(letter -> items.add(summary(letter)));
            if (letters.size() > PAGE) {
                page.put("next", letters.get(PAGE - 1).invocation().id());
            }
            return Answer.json(200, page);
        });
    }

    private static ObjectNode summary(DeadLetter letter) {
        var invocation = letter.invocation();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("requestId", invocation.id());
        json.put("function", invocation.function());
        json.put("qualifier", invocation.qualifier());
        json.put("region", invocation.region());
        json.put("source", invocation.source());
        json.put("condition", letter.reason());
        json.put("errors", invocation.errors());
        json.put("acceptedAt", Instant.ofEpochMilli(invocation.acceptedAt()).toString());
        json.put("givenUpAt", Instant.ofEpochMilli(letter.diedAt()).toString());
        json.put("payloadSize", invocation.payload().length());
        return json;
    }

    private Future<Answer> get(Call call) {
        return work.run(() -> queue.deadLetter(call.path("name"), call.path("requestId"))
                .map(letter -> Answer.json(
                        200,
                        summary(letter)
                                .put("payload", letter.invocation().payload().toString())
                                .put("response", letter.response().toString())))
                .orElseGet(() -> none(call)));
    }

    private Future<Answer> replay(Call call) {
        return work.run(() -> queue.replay(call.path("name"), call.path("requestId"))
                .map(acceptance -> FunctionInvocationOperations.accepted(acceptance, dispatcher))
                .orElseGet(() -> none(call)));
    }

    private Future<Answer> delete(Call call) {
        return work.run(
                () -> queue.deleteDeadLetter(call.path("name"), call.path("requestId")) ? Answer.empty() : none(call));
    }

    private static Answer none(Call call) {
        return Problem.of(404, "Function " + call.path("name") + " has no dead letter " + call.path("requestId") + ".")
                .answer();
    }
}
