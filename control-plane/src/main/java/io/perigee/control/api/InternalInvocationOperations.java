package io.perigee.control.api;

import io.perigee.control.api.Operation.Content;
import io.perigee.control.invocation.Invocations;
import io.perigee.distribution.describe.Format;
import io.vertx.core.Future;
import java.util.List;

/** Where origin nodes hand over the invocations of functions that are to be told of what has happened to objects. */
final class InternalInvocationOperations {

    private static final String FUNCTION = "function";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SOURCE_LENGTH = 256;

    private final Invocations invocations;
    private final Work work;

    InternalInvocationOperations(Invocations invocations, Work work) {
        this.invocations = invocations;
        this.work = work;
    }

    List<Operation> operations() {
        return List.of(Operation.post(
                        "/internal/invocations",
                        "queueInvocation",
                        "Queues an invocation of a function; one that does not exist becomes a dead letter.")
                .access(Operation.Access.NODES)
                .query(FUNCTION, "string", "The function's name.")
                .query("qualifier", "string", "A version, an alias, or latest, which is the default.")
                .query("region", "string", "Where it is to run; left out: anywhere.")
                .query("source", "string", "What has caused it, for people.")
                .takes(new Content.Payload())
                .answers(202, "AcceptedInvocation")
                .problems(400, 413, 415, TOO_MANY_REQUESTS)
                .handledBy(this::queue));
    }

    private Future<Answer> queue(Call call) {
        String function = call.query(FUNCTION).orElse("");
        if (!Format.ID.accepts(function)) {
            throw new ProblemException(Problem.invalid(FUNCTION, function, Format.ID.expected()));
        }
        String qualifier = call.query("qualifier").orElse("latest");
        if (!Format.FUNCTION_VERSION.accepts(qualifier)) {
            throw new ProblemException(Problem.invalid("qualifier", qualifier, Format.FUNCTION_VERSION.expected()));
        }
        String source = call.query("source").orElse("");
        FunctionInvocationOperations.checkQueued(call.payload());
        return work.run(() -> invocations
                        .queue()
                        .accept(
                                function,
                                qualifier,
                                call.query("region").orElse(""),
                                call.payload(),
                                source.substring(0, Math.min(source.length(), SOURCE_LENGTH))))
                .map(acceptance -> FunctionInvocationOperations.accepted(acceptance, invocations.dispatcher()));
    }
}
