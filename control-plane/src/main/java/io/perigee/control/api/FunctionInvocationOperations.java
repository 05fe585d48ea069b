package io.perigee.control.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.perigee.control.api.Operation.Content;
import io.perigee.control.change.Changes;
import io.perigee.control.invocation.Attempt;
import io.perigee.control.invocation.Dispatcher;
import io.perigee.control.invocation.InvocationQueue;
import io.perigee.control.invocation.InvocationQueue.Acceptance;
import io.perigee.control.invocation.Invocations;
import io.perigee.control.invocation.Invoker;
import io.perigee.control.invocation.Wanted;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.util.List;
import java.util.Objects;

/**
 * Invoking functions, with the headers and limits of Lambda's <a
 * href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>.
 */
final class FunctionInvocationOperations {

    /** Bytes of a payload that somebody waits for the result of. */
    private static final int SYNCHRONOUS_LIMIT = 6 << 20;

    /** Bytes of a payload that is kept. */
    private static final int ASYNCHRONOUS_LIMIT = 256 << 10;

    private static final int TOO_LARGE = 413;
    private static final int THROTTLED = 429;
    private static final String REQUEST_ID = "X-Amzn-RequestId";

    private final Changes changes;
    private final Invoker invoker;
    private final InvocationQueue queue;
    private final Dispatcher dispatcher;
    private final Work work;

    FunctionInvocationOperations(Changes changes, Invocations invocations, Work work) {
        this.changes = changes;
        this.invoker = invocations.invoker();
        this.queue = invocations.queue();
        this.dispatcher = invocations.dispatcher();
        this.work = work;
    }

    List<Operation> operations() {
        return List.of(Operation.post(
                        "/v1/functions/{name}/invocations",
                        "invokeFunction",
                        "Invokes a function with a payload. X-Amz-Invocation-Type says whether the answer is the function's"
                                + " (RequestResponse), the invocation is kept and made later (Event), or only looked at (DryRun);"
                                + " X-Amz-Log-Type: Tail asks for the end of what it prints.")
                .query("qualifier", "string", "A version, an alias, or latest, which is the default.")
                .query("region", "string", "Where it is to run; left out: anywhere.")
                .takes(new Content.Payload())
                .answers(200, "InvocationResponse")
                .answers(202, "AcceptedInvocation")
                .answers(204, "")
                .problems(400, 404, TOO_LARGE, 415, THROTTLED)
                .handledBy(this::invoke));
    }

    private Future<Answer> invoke(Call call) {
        Buffer payload = call.payload();
        if (!isJson(payload)) {
            throw new ProblemException(Problem.of(400, "The payload is not JSON."));
        }
        String type = Objects.requireNonNullElse(call.header("X-Amz-Invocation-Type"), "RequestResponse");
        return switch (type) {
            case "RequestResponse" -> synchronously(call, payload);
            case "Event" -> asynchronously(call, payload);
            case "DryRun" ->
                work.run(() -> {
                    known(call);
                    return Answer.empty();
                });
            default ->
                throw new ProblemException(
                        Problem.invalid("X-Amz-Invocation-Type", type, "RequestResponse, Event or DryRun"));
        };
    }

    private static boolean isJson(Buffer payload) {
        try {
            if (payload.length() > 0) {
                var unused = Json.decodeValue(payload);
            }
            return true;
        } catch (DecodeException notJson) {
            return false;
        }
    }

    private static String qualifier(Call call) {
        String given = call.query("qualifier").orElse("latest");
        return given.equals("$LATEST") ? "latest" : given;
    }

    private Future<Answer> synchronously(Call call, Buffer payload) {
        String log = Objects.requireNonNullElse(call.header("X-Amz-Log-Type"), "None");
        if (!log.equals("None") && !log.equals("Tail")) {
            throw new ProblemException(Problem.invalid("X-Amz-Log-Type", log, "None or Tail"));
        }
        String id = Invocations.newId();
        Wanted wanted = new Wanted(
                id, call.path("name"), qualifier(call), call.query("region").orElse(""), payload);
        return invoker.invoke(wanted)
                .map(attempt -> switch (attempt) {
                    case Attempt.Returned(Buffer result, long version, String logResult) ->
                        logged(executed(result, version), log, logResult);
                    case Attempt.Failed(Buffer result, long version, String logResult) ->
                        logged(executed(result, version), log, logResult).with("X-Amz-Function-Error", "Unhandled");
                    case Attempt.Throttled(String limit) ->
                        Problem.of(THROTTLED, "The function is throttled: " + limit)
                                .answer();
                    case Attempt.NotFound(String what) ->
                        Problem.of(404, what + " does not exist.").answer();
                    case Attempt.Unavailable(String reason, var sent) ->
                        Problem.of(503, reason).answer();
                })
                .map(answer -> answer.with(REQUEST_ID, id));
    }

    private static Answer executed(Buffer result, long version) {
        return Answer.of(200, "application/json", result.toString())
                .with("X-Amz-Executed-Version", Long.toString(version));
    }

    private static Answer logged(Answer answer, String log, String logResult) {
        return log.equals("Tail") ? answer.with("X-Amz-Log-Result", logResult) : answer;
    }

    private Future<Answer> asynchronously(Call call, Buffer payload) {
        checkQueued(payload);
        return work.run(() -> {
                    known(call);
                    return queue.accept(
                            call.path("name"),
                            qualifier(call),
                            call.query("region").orElse(""),
                            payload,
                            "the API");
                })
                .map(acceptance -> accepted(acceptance, dispatcher));
    }

    /** Throws the problem of a payload that cannot be kept. */
    static void checkQueued(Buffer payload) {
        if (!isJson(payload)) {
            throw new ProblemException(Problem.of(400, "The payload is not JSON."));
        }
        if (payload.length() > ASYNCHRONOUS_LIMIT) {
            throw new ProblemException(Problem.of(
                    TOO_LARGE, "The payload has more than " + ASYNCHRONOUS_LIMIT + " bytes, the most that is kept."));
        }
    }

    /** What the caller is told of an invocation that is to be kept. */
    static Answer accepted(Acceptance acceptance, Dispatcher dispatcher) {
        return switch (acceptance) {
            case Acceptance.Stored(String id) -> {
                dispatcher.wake();
                yield Answer.json(202, JsonNodeFactory.instance.objectNode().put("requestId", id))
                        .with(REQUEST_ID, id);
            }
            case Acceptance.Full(long limit) ->
                Problem.of(THROTTLED, limit + " invocations of the function are waiting, as many as allowed.")
                        .answer()
                        .with("Retry-After", "10");
        };
    }

    private void known(Call call) {
        String name = call.path("name");
        String qualifier = qualifier(call);
        if (changes.refreshed().functions(name, qualifier).isEmpty()) {
            throw new ProblemException(Problem.of(404, "Function " + name + ":" + qualifier + " does not exist."));
        }
    }

    /** The most that a request for any sort of invocation may have. */
    static int limit() {
        return SYNCHRONOUS_LIMIT;
    }
}
