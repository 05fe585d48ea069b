package io.perigee.control.api;

import io.perigee.control.api.Operation.Access;
import io.perigee.control.api.Operation.Content;
import io.perigee.control.change.Changes;
import io.perigee.control.output.FunctionOutputs;
import io.perigee.control.output.LogPage;
import io.perigee.control.output.LogPosition;
import io.perigee.control.output.LogQuery;
import io.perigee.control.output.OutputBatch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** What functions print: nodes bring it, operators read and follow it. Nodes bring what they use with it. */
final class FunctionOutputOperations {

    private static final int MOST_LINES = 10_000;
    private static final int USUAL_LINES = 1_000;
    private static final long LOOK_EVERY_MILLIS = 500;

    private final Vertx vertx;
    private final Changes changes;
    private final FunctionOutputs outputs;
    private final CompletedEntries completed;
    private final Work work;

    FunctionOutputOperations(
            Vertx vertx, Changes changes, FunctionOutputs outputs, CompletedEntries completed, Work work) {
        this.vertx = vertx;
        this.changes = changes;
        this.outputs = outputs;
        this.completed = completed;
        this.work = work;
    }

    List<Operation> operations() {
        return List.of(
                Operation.post(
                                "/internal/function-output",
                                "putFunctionOutput",
                                "Brings what functions of a node have printed and used; a batch that comes again counts once.")
                        .access(Access.NODES)
                        .takes(new Content.Document("FunctionOutputBatch"))
                        .answers(204, "")
                        .problems(400, 413, 415)
                        .handledBy(this::store),
                Operation.get(
                                "/v1/functions/{name}/logs",
                                "getFunctionLog",
                                "Reads what a function has printed, in the order in which it came in.")
                        .query(
                                "since",
                                "string",
                                "Lines of that time or later, such as 2026-01-31T12:00:00Z, or for how long back, such as PT10M.")
                        .query("until", "string", "Lines before that time.")
                        .query("version", "integer", "Lines of that version.")
                        .query("region", "string", "Lines from that region.")
                        .query("filter", "string", "Lines with that text in them.")
                        .query("position", "string", "Where to go on, as the page before says.")
                        .query("limit", "integer", "The most lines of the page, 1 to " + MOST_LINES + ".")
                        .query(
                                Status.WAIT,
                                "integer",
                                "Seconds to wait for a line where there is none, 0 to " + Status.LONGEST_WAIT_SECONDS
                                        + ".")
                        .answers(200, "FunctionLog")
                        .problems(400, 404)
                        .handledBy(this::lines));
    }

    private Future<Answer> store(Call call) {
        return work.run(() -> {
            OutputBatch batch;
            try {
                batch = OutputBatch.read(new JsonObject(call.text()), System.currentTimeMillis());
            } catch (RuntimeException otherForm) {
                throw new ProblemException(
                        Problem.of(400, "The batch is not of the form that nodes send: " + otherForm.getMessage()));
            }
            outputs.store(batch);
            return Answer.empty();
        });
    }

    private Future<Answer> lines(Call call) {
        long version = call.number("version", 0, 1, Integer.MAX_VALUE);
        LogQuery query = new LogQuery(
                call.path("name"),
                position(call),
                since(call).toEpochMilli(),
                instant(call, "until", Instant.ofEpochMilli(Long.MAX_VALUE)).toEpochMilli(),
                version == 0 ? OptionalLong.empty() : OptionalLong.of(version),
                call.query("region"),
                call.query("filter").orElse(""),
                (int) call.number("limit", USUAL_LINES, 1, MOST_LINES));
        long until = System.nanoTime() + Status.wait(call).toNanos();
        return work.run(() -> {
                    known(query.function());
                    return query;
                })
                .compose(known -> page(known, until))
                .map(FunctionOutputSchemas::json);
    }

    private void known(String function) {
        if (!changes.refreshed().functions().containsKey(function) && !outputs.knows(function)) {
            throw new ProblemException(Problem.of(404, "Function " + function + " does not exist."));
        }
    }

    private Future<LogPage> page(LogQuery query, long untilNanos) {
        return work.run(() -> outputs.lines(query)).compose(page -> {
            boolean empty = page.lines().isEmpty() && !page.more();
            return empty && System.nanoTime() - untilNanos < 0 && !completed.isClosed()
                    ? vertx.timer(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)
                            .compose(later -> page(from(query, page.position()), untilNanos))
                    : Future.succeededFuture(page);
        });
    }

    private static LogQuery from(LogQuery query, LogPosition position) {
        return new LogQuery(
                query.function(),
                position,
                query.since(),
                query.until(),
                query.version(),
                query.region(),
                query.text(),
                query.limit());
    }

    private static LogPosition position(Call call) {
        String text = call.query("position").orElse(LogPosition.START.toString());
        return LogPosition.parse(text)
                .orElseThrow(() -> new ProblemException(
                        Problem.invalid("position", text, "a position as a page of the log has it")));
    }

    private static Instant since(Call call) {
        String text = call.query("since").orElse("");
        if (!text.startsWith("P")) {
            return instant(call, "since", Instant.EPOCH);
        }
        try {
            return Instant.now().minus(Duration.parse(text));
        } catch (DateTimeException | ArithmeticException notALength) {
            throw new ProblemException(
                    Problem.invalid("since", text, "a time such as 2026-01-31T12:00:00Z, or a length such as PT10M"));
        }
    }

    private static Instant instant(Call call, String name, Instant absent) {
        try {
            return call.query(name).map(Instant::parse).orElse(absent);
        } catch (DateTimeParseException notATime) {
            throw new ProblemException(
                    Problem.invalid(name, call.query(name).orElse(""), "a time such as 2026-01-31T12:00:00Z"));
        }
    }
}
