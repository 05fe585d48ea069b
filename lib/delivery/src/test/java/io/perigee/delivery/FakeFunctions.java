package io.perigee.delivery;

import static java.util.Objects.requireNonNull;

import io.perigee.functions.CalledFunction;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionInvoker;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestOutcome;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.ResponseOutcome;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Functions that are lambdas of the test, by name. Remembers every event. */
public final class FakeFunctions implements FunctionInvoker {

    private final Map<String, Function<RequestEvent, RequestOutcome>> atRequest = new ConcurrentHashMap<>();
    private final Map<String, Function<ResponseEvent, Future<ResponseOutcome>>> atResponse = new ConcurrentHashMap<>();
    private final List<RequestEvent> requestEvents = new CopyOnWriteArrayList<>();
    private final List<ResponseEvent> responseEvents = new CopyOnWriteArrayList<>();

    public void onRequest(String name, Function<RequestEvent, RequestOutcome> function) {
        atRequest.put(name, function);
    }

    public void onResponse(String name, Function<ResponseEvent, Future<ResponseOutcome>> function) {
        atResponse.put(name, function);
    }

    public List<RequestEvent> requestEvents() {
        return requestEvents;
    }

    public List<ResponseEvent> responseEvents() {
        return responseEvents;
    }

    @Override
    public Future<RequestOutcome> invoke(FunctionReference function, RequestEvent event) {
        requestEvents.add(event);
        return Future.succeededFuture(
                requireNonNull(atRequest.get(function.name())).apply(event));
    }

    @Override
    public Future<ResponseOutcome> invoke(FunctionReference function, ResponseEvent event) {
        responseEvents.add(event);
        return requireNonNull(atResponse.get(function.name())).apply(event);
    }

    /** Goes on with the request as it is. */
    public static RequestOutcome proceed(RequestEvent event) {
        return new RequestResult.Continue(event.request());
    }

    public static FunctionFailure broken(io.perigee.functions.EventType point) {
        return new FunctionFailure.ExecutionError(
                new CalledFunction("f:1", Optional.of(FunctionTier.VERTICLE), Optional.of(point)),
                new IllegalStateException("broken"));
    }
}
