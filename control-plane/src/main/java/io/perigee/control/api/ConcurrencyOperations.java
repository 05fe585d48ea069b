package io.perigee.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.cluster.ControlMember;
import io.perigee.cluster.directory.Role;
import io.perigee.control.api.Operation.Content;
import io.perigee.control.change.Changes;
import io.perigee.control.change.FunctionChanges;
import io.perigee.control.change.Outcome;
import io.perigee.control.store.Store;
import io.perigee.control.store.StoredResource;
import io.perigee.distribution.AccountLimit;
import io.perigee.distribution.FunctionConcurrency;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.perigee.distribution.document.Violation;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.network.NetworkConfig.WeightedFunction;
import io.perigee.distribution.network.ProvisionedGauges;
import io.perigee.distribution.network.RegionConcurrency;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reserved and provisioned concurrency of functions, and the limit of all of them together. A function has one document of both, for all
 * regions, so that its rules hold at any moment; the fields are Lambda's.
 */
final class ConcurrencyOperations {

    private static final String PATH = "/v1/functions/{name}/concurrency";
    private static final String STATE = "FunctionConcurrencyState";
    private static final String ACCOUNT = "/v1/account-settings";
    private static final String ACCOUNT_STATE = "AccountSettings";
    private static final String FUNCTION = "function";

    private final Store store;
    private final Changes network;
    private final FunctionChanges changes;
    private final ControlMember member;
    private final CompletedEntries completed;
    private final Work work;

    ConcurrencyOperations(
            Store store,
            Changes network,
            FunctionChanges changes,
            ControlMember member,
            CompletedEntries completed,
            Work work) {
        this.store = store;
        this.network = network;
        this.changes = changes;
        this.member = member;
        this.completed = completed;
        this.work = work;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(
                                PATH,
                                "getFunctionConcurrency",
                                "Reads a function's reserved and provisioned concurrency, and what of it the nodes of"
                                        + " each region have.")
                        .query(Status.WAIT, "integer", Status.WAIT_DESCRIPTION)
                        .answers(200, STATE)
                        .problems(404)
                        .handledBy(this::get),
                Operation.put(
                                PATH,
                                "putFunctionConcurrency",
                                "Sets a function's reserved and provisioned concurrency. Replacing needs If-Match or"
                                        + " force.")
                        .query(Refusals.FORCE, "boolean", Refusals.FORCE_DESCRIPTION)
                        .takes(new Content.Document("FunctionConcurrencyRequest"))
                        .answers(200, STATE)
                        .answers(201, STATE)
                        .problems(409, 412, 413, 415, 428)
                        .handledBy(this::put),
                Operation.delete(
                                PATH,
                                "deleteFunctionConcurrency",
                                "Takes a function's reserved and provisioned concurrency away. Needs If-Match or"
                                        + " force.")
                        .query(Refusals.FORCE, "boolean", Refusals.FORCE_DESCRIPTION)
                        .answers(204, "")
                        .problems(404, 412, 428)
                        .handledBy(this::delete),
                Operation.get(
                                ACCOUNT,
                                "getAccountSettings",
                                "Reads how many calls of all functions may be under way in a region, and what of it is"
                                        + " not reserved.")
                        .query(Status.WAIT, "integer", Status.WAIT_DESCRIPTION)
                        .answers(200, ACCOUNT_STATE)
                        .handledBy(this::account),
                Operation.put(
                                ACCOUNT,
                                "putAccountSettings",
                                "Sets how many calls of all functions may be under way in a region. Replacing needs"
                                        + " If-Match or force.")
                        .query(Refusals.FORCE, "boolean", Refusals.FORCE_DESCRIPTION)
                        .takes(new Content.Document("AccountLimit"))
                        .answers(200, ACCOUNT_STATE)
                        .answers(201, ACCOUNT_STATE)
                        .problems(409, 412, 413, 415, 428)
                        .handledBy(this::limit));
    }

    private Future<Answer> get(Call call) {
        var wait = Status.wait(call);
        String name = call.path("name");
        return work.run(() -> stored(name))
                .compose(found -> completed.await(found.sequence(), wait))
                .compose(waited -> work.run(() -> {
                    StoredResource now = stored(name);
                    return Answer.json(200, state(now)).with("ETag", now.etag());
                }));
    }

    private StoredResource stored(String function) {
        Optional<StoredResource> found =
                store.read(transaction -> transaction.resource(FunctionChanges.CONCURRENCY, function));
        return found.orElseThrow(() -> new ProblemException(Problem.of(
                404,
                "Function " + function + " does not exist, or has neither reserved nor provisioned concurrency.")));
    }

    private Future<Answer> put(Call call) {
        var guard = Refusals.guard(call);
        return work.run(() -> switch (parse(call.text(), call.path("name"))) {
            case Parsed.Invalid<FunctionConcurrency>(var violations) ->
                Problem.invalid(violations).answer();
            case Parsed.Valid<FunctionConcurrency>(FunctionConcurrency concurrency) ->
                switch (changes.apply(concurrency, guard)) {
                    case Outcome.Refused<StoredResource>(var refusal) -> Refusals.answer(refusal);
                    case Outcome.Done<StoredResource>(StoredResource stored, Outcome.Effect effect) ->
                        Answer.json(effect == Outcome.Effect.CREATED ? 201 : 200, state(stored))
                                .with("ETag", stored.etag());
                };
        });
    }

    private static Parsed<FunctionConcurrency> parse(String text, String function) {
        return switch (Documents.parseTree(text)) {
            case Parsed.Invalid<JsonNode>(var violations) -> new Parsed.Invalid<>(violations);
            case Parsed.Valid<JsonNode>(JsonNode tree) -> {
                if (tree instanceof ObjectNode fields && !fields.has(FUNCTION)) {
                    fields.put(FUNCTION, function);
                }
                yield tree.path(FUNCTION).asText(function).equals(function)
                        ? Documents.fromJson(tree, FunctionConcurrency.class)
                        : new Parsed.Invalid<>(List.of(new Violation(
                                FUNCTION,
                                tree.path(FUNCTION).asText(),
                                "the name that the request names: " + function)));
            }
        };
    }

    private Future<Answer> delete(Call call) {
        var guard = Refusals.guard(call);
        return work.run(() -> switch (changes.deleteConcurrency(call.path("name"), guard)) {
            case Outcome.Refused<Long>(var refusal) -> Refusals.answer(refusal);
            case Outcome.Done<Long> deleted -> Answer.empty();
        });
    }

    private ObjectNode state(StoredResource stored) {
        FunctionConcurrency concurrency =
                Documents.parse(stored.document(), FunctionConcurrency.class).orThrow();
        NetworkConfig config = network.refreshed();
        ObjectNode json = Documents.toJson(concurrency);
        ArrayNode regions = json.putArray("regions");
        for (String region : regions(config)) {
            ObjectNode one = regions.addObject().put("region", region);
            concurrency.reserved(region).ifPresent(executions -> one.put("reservedConcurrentExecutions", executions));
            ArrayNode provisioned = one.putArray("provisioned");
            concurrency
                    .provisioned(region)
                    .forEach((qualifier, requested) -> put(
                            provisioned.addObject(),
                            qualifier,
                            requested,
                            reported(region, config.functions(concurrency.function(), qualifier))));
        }
        return put(json, stored);
    }

    private static void put(ObjectNode json, String qualifier, int requested, ProvisionedGauges reported) {
        boolean ready = reported.allocated() >= requested && reported.available() >= reported.allocated();
        json.put("qualifier", qualifier);
        json.put("requestedProvisionedConcurrentExecutions", requested);
        json.put("allocatedProvisionedConcurrentExecutions", reported.allocated());
        json.put("availableProvisionedConcurrentExecutions", reported.available());
        json.put("status", ready ? "READY" : reported.failing() ? "FAILED" : "IN_PROGRESS");
        if (!ready && reported.failing()) {
            json.put("statusReason", "FUNCTION_ERROR_INIT_FAILURE");
        }
    }

    private ProvisionedGauges reported(String region, List<WeightedFunction> versions) {
        return member.statuses().stream()
                .filter(status -> status.info().region().equals(region))
                .flatMap(status -> status.report().stream())
                .flatMap(report -> versions.stream()
                        .map(version -> ProvisionedGauges.of(
                                report.gauges(),
                                version.function().name(),
                                version.function().version())))
                .reduce(ProvisionedGauges.NONE, ProvisionedGauges::plus);
    }

    /** Those that have nodes, and those that are configured. */
    private SortedSet<String> regions(NetworkConfig config) {
        SortedSet<String> regions = new TreeSet<>(RegionConcurrency.named(config));
        member.directory().nodes().stream()
                .filter(node -> node.role() == Role.EDGE || node.role() == Role.REGIONAL)
                .forEach(node -> regions.add(node.region()));
        return regions;
    }

    private Future<Answer> account(Call call) {
        var wait = Status.wait(call);
        return work.run(this::storedLimit)
                .compose(found ->
                        completed.await(found.map(StoredResource::sequence).orElse(0L), wait))
                .compose(waited -> work.run(() -> {
                    Optional<StoredResource> now = storedLimit();
                    Answer answer = Answer.json(200, accountState(now));
                    return now.isPresent() ? answer.with("ETag", now.get().etag()) : answer;
                }));
    }

    private Optional<StoredResource> storedLimit() {
        return store.read(
                transaction -> transaction.resource(FunctionChanges.ACCOUNT_LIMIT, FunctionChanges.ACCOUNT_LIMIT));
    }

    private Future<Answer> limit(Call call) {
        var guard = Refusals.guard(call);
        return work.run(() -> switch (Documents.parse(call.text(), AccountLimit.class)) {
            case Parsed.Invalid<AccountLimit>(var violations) ->
                Problem.invalid(violations).answer();
            case Parsed.Valid<AccountLimit>(AccountLimit limit) ->
                switch (changes.apply(limit, guard)) {
                    case Outcome.Refused<StoredResource>(var refusal) -> Refusals.answer(refusal);
                    case Outcome.Done<StoredResource>(StoredResource stored, Outcome.Effect effect) ->
                        Answer.json(effect == Outcome.Effect.CREATED ? 201 : 200, accountState(Optional.of(stored)))
                                .with("ETag", stored.etag());
                };
        });
    }

    private ObjectNode accountState(Optional<StoredResource> stored) {
        NetworkConfig config = network.refreshed();
        ObjectNode json = Documents.toJson(config.accountLimit());
        ArrayNode regions = json.putArray("regions");
        regions(config)
                .forEach(region -> regions.addObject()
                        .put("region", region)
                        .put(
                                "unreservedConcurrentExecutions",
                                RegionConcurrency.of(config, region).unreserved()));
        return stored.isPresent() ? put(json, stored.get()) : json;
    }

    private ObjectNode put(ObjectNode json, StoredResource stored) {
        json.put("etag", stored.etag());
        json.put("sequence", stored.sequence());
        json.put("updatedAt", Instant.ofEpochMilli(stored.updatedAt()).toString());
        Status.put(json, completed, stored.sequence(), Status.DEPLOYED);
        return json;
    }
}
