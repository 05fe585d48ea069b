package io.perigee.control.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.change.Guard;
import io.perigee.control.change.Outcome;
import io.perigee.control.trigger.EventRules;
import io.perigee.control.trigger.EventRules.Stored;
import io.perigee.distribution.EventRule;
import io.perigee.distribution.describe.Format;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** The rules by which functions are invoked by schedules and events. */
final class EventRuleOperations {

    private static final String PATH = "/v1/event-rules";
    private static final String ONE = PATH + "/{name}";
    private static final String STATE = "EventRuleState";
    private static final int NAME_LENGTH = 64;

    private final EventRules rules;
    private final Work work;

    EventRuleOperations(EventRules rules, Work work) {
        this.rules = rules;
        this.work = work;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(PATH, "listEventRule", "Lists the rules by which functions are invoked, by name.")
                        .answers(200, STATE + "List")
                        .handledBy(this::list),
                Operation.get(ONE, "getEventRule", "Reads one rule, and when its schedule is due next.")
                        .answers(200, STATE)
                        .problems(404)
                        .handledBy(this::get),
                Operation.put(
                                ONE,
                                "putEventRule",
                                "Creates or replaces a rule: a schedule, a pattern of events or both, and the function that is invoked. Replacing needs If-Match or force.")
                        .query(Refusals.FORCE, "boolean", Refusals.FORCE_DESCRIPTION)
                        .takes(new Operation.Content.Document("EventRule"))
                        .answers(200, STATE)
                        .answers(201, STATE)
                        .problems(400, 409, 412, 413, 415, 428)
                        .handledBy(this::put),
                Operation.delete(
                                ONE,
                                "deleteEventRule",
                                "Deletes a rule; what it has queued is still made. Needs If-Match or force.")
                        .query(Refusals.FORCE, "boolean", Refusals.FORCE_DESCRIPTION)
                        .answers(204, "")
                        .problems(400, 404, 412, 428)
                        .handledBy(this::delete));
    }

    private Future<Answer> list(Call call) {
        return work.run(() -> {
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            ArrayNode items = page.putArray("items");
            rules.all().forEach(rule -> items.add(state(rule)));
            return Answer.json(200, page);
        });
    }

    private Future<Answer> get(Call call) {
        return work.run(() -> rules.find(call.path("name"))
                .map(rule -> Answer.json(200, state(rule))
                        .with("ETag", rule.resource().etag()))
                .orElseGet(() -> Problem.of(404, "Rule " + call.path("name") + " does not exist.")
                        .answer()));
    }

    private Future<Answer> put(Call call) {
        Guard guard = Refusals.guard(call);
        String name = call.path("name");
        if (name.length() > NAME_LENGTH || !Format.ID.accepts(name)) {
            throw new ProblemException(
                    Problem.invalid("name", name, Format.ID.expected() + ", at most " + NAME_LENGTH));
        }
        return work.run(() -> switch (Documents.parse(call.text(), EventRule.class)) {
            case Parsed.Invalid<EventRule>(var violations) ->
                Problem.invalid(violations).answer();
            case Parsed.Valid<EventRule>(EventRule rule) -> applied(rules.apply(name, rule, guard));
        });
    }

    private static Answer applied(Outcome<Stored> outcome) {
        return switch (outcome) {
            case Outcome.Refused<Stored>(var refusal) -> Refusals.answer(refusal);
            case Outcome.Done<Stored>(Stored rule, Outcome.Effect effect) -> {
                boolean created = effect == Outcome.Effect.CREATED;
                Answer answer = Answer.json(created ? 201 : 200, state(rule))
                        .with("ETag", rule.resource().etag());
                yield created ? answer.with("Location", PATH + "/" + rule.name()) : answer;
            }
        };
    }

    private Future<Answer> delete(Call call) {
        Guard guard = Refusals.guard(call);
        return work.run(() -> switch (rules.delete(call.path("name"), guard)) {
            case Outcome.Refused<Stored>(var refusal) -> Refusals.answer(refusal);
            case Outcome.Done<Stored> deleted -> Answer.empty();
        });
    }

    private static ObjectNode state(Stored rule) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", rule.name());
        json.put("etag", rule.resource().etag());
        json.put("updatedAt", Instant.ofEpochMilli(rule.resource().updatedAt()).toString());
        rule.nextDue().ifPresent(due -> json.put("nextDue", due.toString()));
        json.set("document", Documents.toJson(rule.rule()));
        return json;
    }
}
