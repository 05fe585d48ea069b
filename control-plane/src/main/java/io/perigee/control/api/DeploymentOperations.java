package io.perigee.control.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.change.Outcome;
import io.perigee.control.deployment.Deployment;
import io.perigee.control.deployment.Deployments;
import io.perigee.control.deployment.Driver;
import io.perigee.control.deployment.FailureCode;
import io.perigee.distribution.AliasDeployment;
import io.perigee.distribution.VersionWeight;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Deployments that move an alias from its version to another. */
final class DeploymentOperations {

    private static final String PATH = "/v1/functions/{name}/aliases/{alias}/deployments";
    private static final String ONE = PATH + "/{deploymentId}";
    private static final String STATE = "DeploymentState";
    private static final String ROLLBACK = "rollback";

    private final Deployments deployments;
    private final Driver driver;
    private final Work work;

    DeploymentOperations(Driver driver, Work work) {
        this.deployments = driver.deployments();
        this.driver = driver;
        this.work = work;
    }

    List<Operation> operations() {
        return List.of(
                Operation.post(
                                PATH,
                                "createDeployment",
                                "Begins to move an alias to another version: all calls at once, or a share of them after"
                                        + " the other, with hooks that check the version and alarms that take the alias"
                                        + " back. One deployment at a time moves an alias.")
                        .takes(new Operation.Content.Document("AliasDeployment"))
                        .answers(202, STATE)
                        .problems(400, 404, 409, 413, 415)
                        .handledBy(this::create),
                Operation.get(
                                PATH,
                                "listDeployment",
                                "Lists the alias's newest " + Deployments.KEPT + " deployments, newest first.")
                        .answers(200, STATE + "List")
                        .handledBy(this::list),
                Operation.get(ONE, "getDeployment", "Reads how far a deployment is.")
                        .query(
                                Status.WAIT,
                                "integer",
                                "Seconds to wait for its next step before answering, 0 to "
                                        + Status.LONGEST_WAIT_SECONDS + ".")
                        .answers(200, STATE)
                        .problems(400, 404)
                        .handledBy(this::get),
                Operation.post(
                                ONE + "/stop",
                                "stopDeployment",
                                "Ends a deployment, and takes its alias back to the version that it stood for. One that"
                                        + " has ended stays as it is.")
                        .query(ROLLBACK, "boolean", "false: the alias is left as it is. Default: true.")
                        .answers(200, STATE)
                        .problems(400, 404)
                        .handledBy(this::stop));
    }

    private Future<Answer> create(Call call) {
        return work.run(() -> switch (Documents.parse(call.text(), AliasDeployment.class)) {
            case Parsed.Invalid<AliasDeployment>(var violations) ->
                Problem.invalid(violations).answer();
            case Parsed.Valid<AliasDeployment>(AliasDeployment plan) ->
                switch (deployments.create(call.path("name"), call.path("alias"), plan)) {
                    case Outcome.Refused<Deployment>(var refusal) -> Refusals.answer(refusal);
                    case Outcome.Done<Deployment>(Deployment created, var effect) -> {
                        driver.wake();
                        yield Answer.json(202, state(created))
                                .with(
                                        "Location",
                                        "/v1/functions/" + created.function() + "/aliases/" + created.alias()
                                                + "/deployments/" + created.id());
                    }
                };
        });
    }

    private Future<Answer> list(Call call) {
        return work.run(() -> {
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            ArrayNode items = page.putArray("items");
            deployments.of(call.path("name"), call.path("alias")).forEach(deployment -> items.add(state(deployment)));
            return Answer.json(200, page);
        });
    }

    private Future<Answer> get(Call call) {
        Duration wait = Status.wait(call);
        return work.run(() -> found(call))
                .compose(now -> driver.whenChanged(now, wait))
                .map(now -> Answer.json(200, state(now)));
    }

    private Deployment found(Call call) {
        String id = call.path("deploymentId");
        return deployments
                .find(call.path("name"), call.path("alias"), id)
                .orElseThrow(() -> new ProblemException(Problem.of(404, "Deployment " + id + " does not exist.")));
    }

    private Future<Answer> stop(Call call) {
        boolean rollback = call.query(ROLLBACK).isEmpty() || call.flag(ROLLBACK);
        return work.run(() -> switch (deployments.stop(
                call.path("name"), call.path("alias"), call.path("deploymentId"), rollback)) {
            case Outcome.Refused<Deployment>(var refusal) -> Refusals.answer(refusal);
            case Outcome.Done<Deployment>(Deployment stopped, var effect) -> Answer.json(200, state(stopped));
        });
    }

    private static ObjectNode state(Deployment deployment) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", deployment.id());
        json.put("function", deployment.function());
        json.put("alias", deployment.alias());
        json.put("status", deployment.stage().status());
        json.put("lifecycleEvent", deployment.stage().lifecycleEvent());
        json.put("currentVersion", Integer.toString(deployment.currentVersion()));
        json.put("targetVersion", Integer.toString(deployment.targetVersion()));
        json.put("weight", deployment.weight() / (double) VersionWeight.WHOLE);
        json.put("createdAt", time(deployment.createdAt()));
        json.put("changedAt", time(deployment.since()));
        deployment.nextStepAt().ifPresent(at -> json.put("nextStepAt", at.toString()));
        if (deployment.stage().isEnd()) {
            json.put("endedAt", time(deployment.endedAt()));
        }
        FailureCode failure = deployment.failure();
        if (failure != null) {
            json.putObject("errorInformation").put("code", failure.name()).put("message", deployment.message());
        }
        json.set("document", Documents.toJson(deployment.plan()));
        return json;
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
