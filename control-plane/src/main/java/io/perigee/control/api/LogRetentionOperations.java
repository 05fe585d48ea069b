package io.perigee.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.control.api.Operation.Content;
import io.perigee.control.change.Changes;
import io.perigee.control.output.FunctionOutputs;
import io.perigee.distribution.LogRetention;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.vertx.core.Future;
import java.util.List;

/** How long what a function prints is kept. A setting stays when the function is deleted, as its log does. */
final class LogRetentionOperations {

    private static final String PATH = "/v1/functions/{name}/log-retention";

    private final Changes changes;
    private final FunctionOutputs outputs;
    private final Work work;

    LogRetentionOperations(Changes changes, FunctionOutputs outputs, Work work) {
        this.changes = changes;
        this.outputs = outputs;
        this.work = work;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(
                                PATH,
                                "getLogRetention",
                                "Reads how long a function's log is kept: its own retention, if it has one, and that of all"
                                        + " other functions as an ISO 8601 duration.")
                        .answers(200, "LogRetentionState")
                        .problems(404)
                        .handledBy(this::get),
                Operation.put(PATH, "putLogRetention", "Says how long a function's log is kept.")
                        .takes(new Content.Document("LogRetention"))
                        .answers(200, "LogRetentionState")
                        .problems(400, 404, 413, 415)
                        .handledBy(this::put),
                Operation.delete(PATH, "deleteLogRetention", "Keeps a function's log for as long as all others'.")
                        .answers(204, "")
                        .handledBy(this::delete));
    }

    private Future<Answer> get(Call call) {
        return work.run(() -> {
            known(call.path("name"));
            return state(call.path("name"));
        });
    }

    private Answer state(String function) {
        return FunctionOutputSchemas.retention(outputs.retention(function), outputs.usualRetention());
    }

    private void known(String function) {
        if (!changes.refreshed().functions().containsKey(function) && !outputs.knows(function)) {
            throw new ProblemException(Problem.of(404, "Function " + function + " does not exist."));
        }
    }

    private Future<Answer> put(Call call) {
        return work.run(() -> switch (parse(call.text())) {
            case Parsed.Invalid<LogRetention>(var violations) ->
                Problem.invalid(violations).answer();
            case Parsed.Valid<LogRetention>(LogRetention retention) -> {
                known(call.path("name"));
                outputs.retain(call.path("name"), retention);
                yield state(call.path("name"));
            }
        });
    }

    private static Parsed<LogRetention> parse(String text) {
        return switch (Documents.parseTree(text)) {
            case Parsed.Invalid<JsonNode>(var violations) -> new Parsed.Invalid<>(violations);
            case Parsed.Valid<JsonNode>(JsonNode tree) -> Documents.fromJson(tree, LogRetention.class);
        };
    }

    private Future<Answer> delete(Call call) {
        return work.run(() -> {
            outputs.retainAsUsual(call.path("name"));
            return Answer.empty();
        });
    }
}
