package io.perigee.functions.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.perigee.functions.EdgeFunction;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.Invocation;
import io.perigee.functions.Invocation.Outcome;
import io.perigee.functions.InvocationResult;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.Violation;
import io.perigee.functions.lambda.event.EventJson;
import io.perigee.functions.lambda.event.ResultJson;
import io.perigee.functions.runtime.CallFailure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/** A handler for Lambda's Java runtime as a function of the node, on virtual threads: one call at a time in each instance, as there. */
final class HandlerVerticle extends EdgeFunction {
    private final FunctionId id;
    private final JavaHandler handler;
    private final FunctionLimits limits;
    private final FunctionOutput output;
    private final LongSupplier nanoTime;

    HandlerVerticle(
            FunctionId id, JavaHandler handler, FunctionLimits limits, FunctionOutput output, LongSupplier nanoTime) {
        this.id = id;
        this.handler = handler;
        this.limits = limits;
        this.output = output;
        this.nanoTime = nanoTime;
    }

    @Override
    public Future<RequestResult> viewerRequest(RequestEvent event) {
        return request(event);
    }

    @Override
    public Future<RequestResult> originRequest(RequestEvent event) {
        return request(event);
    }

    @Override
    public Future<FunctionResponse> originResponse(ResponseEvent event) {
        return response(event);
    }

    @Override
    public Future<FunctionResponse> viewerResponse(ResponseEvent event) {
        return response(event);
    }

    private Future<RequestResult> request(RequestEvent event) {
        Duration limit = limits.timeout(event.config().eventType());
        return result(EventJson.of(event), event.config().eventType(), limit)
                .map(answer -> ResultJson.request(event, answer));
    }

    private Future<FunctionResponse> response(ResponseEvent event) {
        Duration limit = limits.timeout(event.config().eventType());
        return result(EventJson.of(event), event.config().eventType(), limit)
                .map(answer -> ResultJson.response(event, answer));
    }

    private Future<Buffer> result(Buffer event, EventType type, Duration limit) {
        String requestId = UUID.randomUUID().toString();
        long startedAt = start(requestId);
        Outcome outcome = Outcome.ERROR;
        try {
            Buffer answer = handler.call(event, context(requestId, limit));
            outcome = Outcome.SUCCESS;
            return Future.succeededFuture(answer);
        } catch (JsonProcessingException unlike) {
            return Future.failedFuture(new CallFailure.InvalidResult(new Violation(
                    "result", String.valueOf(unlike.getOriginalMessage()), "an object that is a JSON document")));
        } catch (IOException failed) {
            return Future.failedFuture(failed);
        } finally {
            var unused = end(requestId, Optional.of(type), outcome, startedAt);
        }
    }

    /** A call with a payload of its own. */
    Future<InvocationResult> invoke(String requestId, Buffer payload) {
        long startedAt = start(requestId);
        try {
            Buffer answer = handler.call(payload, context(requestId, limits.originTimeout()));
            return Future.succeededFuture(new InvocationResult.Payload(
                    answer, end(requestId, Optional.empty(), Outcome.SUCCESS, startedAt), ""));
        } catch (IOException | RuntimeException | Error thrown) {
            JsonObject error = new JsonObject()
                    .put("errorMessage", String.valueOf(thrown.getMessage()))
                    .put("errorType", thrown.getClass().getName());
            return Future.succeededFuture(new InvocationResult.FunctionError(
                    error.toBuffer(), Optional.of(end(requestId, Optional.empty(), Outcome.ERROR, startedAt)), ""));
        }
    }

    private HandlerContext context(String requestId, Duration limit) {
        return new HandlerContext(id, requestId, output, nanoTime, nanoTime.getAsLong() + limit.toNanos());
    }

    private long start(String requestId) {
        output.line(id, requestId, "START RequestId: " + requestId + " Version: " + id.version());
        return nanoTime.getAsLong();
    }

    private Invocation end(String requestId, Optional<EventType> type, Outcome outcome, long startedAt) {
        Duration duration = Duration.ofNanos(nanoTime.getAsLong() - startedAt);
        Invocation invocation = new Invocation(
                id,
                requestId,
                type,
                outcome,
                duration,
                Duration.ofMillis(Math.ceilDiv(duration.toNanos(), 1_000_000)),
                (int) (Runtime.getRuntime().maxMemory() >> 20),
                0,
                Optional.empty());
        output.line(id, requestId, "END RequestId: " + requestId);
        output.line(id, requestId, invocation.reportLine());
        output.report(invocation);
        return invocation;
    }
}
