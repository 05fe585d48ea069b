package io.perigee.functions.lambda;

import io.perigee.functions.EventType;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.InvocationResult;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.lambda.LambdaCall.Recorded;
import io.perigee.functions.lambda.event.EventJson;
import io.perigee.functions.lambda.event.ResultJson;
import io.perigee.functions.runtime.CallFailure;
import io.perigee.functions.runtime.FunctionInstance;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Takes the calls of one Lambda function, on whichever thread they come. */
final class LambdaInstance extends FunctionInstance {
    private final LambdaFunction function;

    LambdaInstance(LambdaFunction function) {
        this.function = function;
    }

    @Override
    public void execute(Runnable call) {
        call.run();
    }

    @Override
    public boolean runsOnEventLoop() {
        return true;
    }

    @Override
    public Future<RequestResult> handle(RequestEvent event) {
        return call(event.config().eventType(), EventJson.of(event), payload -> ResultJson.request(event, payload));
    }

    @Override
    public Future<FunctionResponse> handle(ResponseEvent event) {
        return call(event.config().eventType(), EventJson.of(event), payload -> ResultJson.response(event, payload));
    }

    private <T> Future<T> call(EventType type, Buffer payload, Function<Buffer, T> result) {
        LambdaCall call =
                new LambdaCall(UUID.randomUUID().toString(), Optional.of(type), payload, function.limit(type));
        function.give(call);
        return call.answer().future().map(answer -> switch (answer) {
            case Answer.Returned returned -> result.apply(returned.payload());
            case Answer.Failed failed -> throw HandlerException.of(failed.payload());
            case Answer.OutOfMemory out -> throw HandlerException.of(out.payload());
            case Answer.Late late -> throw new CallFailure.TimedOut(late.limit());
        });
    }

    @Override
    public Future<InvocationResult> invoke(String requestId, Buffer payload) {
        LambdaCall call = new LambdaCall(requestId, Optional.empty(), payload, function.limit());
        function.give(call);
        return call.answer()
                .future()
                .compose(answer -> call.record()
                        .future()
                        .map(recorded -> result(answer, Optional.of(recorded)))
                        .otherwise(notRecorded -> result(answer, Optional.empty())))
                .recover(failure -> failure instanceof CallFailure.Throttled throttled
                        ? Future.succeededFuture(new InvocationResult.Throttled(String.valueOf(throttled.getMessage())))
                        : Future.failedFuture(failure));
    }

    private static InvocationResult result(Answer answer, Optional<Recorded> recorded) {
        String tail = recorded.map(Recorded::logTail).orElse("");
        return switch (answer) {
            case Answer.Returned returned ->
                new InvocationResult.Payload(
                        returned.payload(), recorded.orElseThrow().invocation(), tail);
            case Answer.Failed failed ->
                new InvocationResult.FunctionError(failed.payload(), recorded.map(Recorded::invocation), tail);
            case Answer.OutOfMemory out ->
                new InvocationResult.FunctionError(out.payload(), recorded.map(Recorded::invocation), tail);
            case Answer.Late late ->
                new InvocationResult.TimedOut(late.limit(), recorded.map(Recorded::invocation), tail);
        };
    }
}
