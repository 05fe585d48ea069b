package io.perigee.functions.host;

import io.perigee.functions.EdgeFunction;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.InvocationResult;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.runtime.FunctionInstance;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One deployed instance of an author's class. */
final class VerticleInstance extends FunctionInstance implements Deployable {
    private static final Logger LOG = LoggerFactory.getLogger(VerticleInstance.class);

    private final FunctionId id;
    private final EdgeFunction function;
    private final boolean blocking;
    private final UnaryOperator<Future<?>> startLimit;
    private volatile @Nullable Context context;
    private volatile @Nullable Thread thread;

    /**
     * @param startLimit fails a {@code start()} that takes too long, whereupon Vert.x undeploys all instances
     */
    VerticleInstance(FunctionId id, EdgeFunction function, boolean blocking, UnaryOperator<Future<?>> startLimit) {
        this.id = id;
        this.function = function;
        this.blocking = blocking;
        this.startLimit = startLimit;
    }

    @Override
    public Future<?> deploy(Context context) throws Exception {
        this.context = context;
        thread = Thread.currentThread();
        // What its timers and clients throw would otherwise be logged without a name.
        context.exceptionHandler(thrown -> LOG.warn("{} threw outside of a call", id, thrown));
        Future<?> started = function.deploy(context);
        return started != null
                ? startLimit.apply(started)
                : Future.failedFuture(new NullPointerException("start() gave null, expected a future"));
    }

    @Override
    public Future<?> undeploy(Context context) throws Exception {
        Future<?> stopped = function.undeploy(context);
        return stopped != null ? stopped : Future.succeededFuture();
    }

    /** Whether it is called by the very thread that asks. */
    boolean isOnThisThread() {
        return Thread.currentThread().equals(thread);
    }

    @Override
    public void execute(Runnable call) {
        Context deployed = context;
        if (deployed == null) {
            throw new IllegalStateException(id + " has not been deployed");
        }
        // At once where the caller is on its event loop, as most are: a turn of the event loop costs more than the
        // call.
        ((ContextInternal) deployed).emit(unused -> call.run());
    }

    @Override
    public boolean runsOnEventLoop() {
        return !blocking;
    }

    @Override
    public void interrupt(Thread thread) {
        if (blocking) {
            thread.interrupt();
        }
    }

    @Override
    public Future<InvocationResult> invoke(String requestId, Buffer payload) {
        return function instanceof HandlerVerticle handler
                ? handler.invoke(requestId, payload)
                : super.invoke(requestId, payload);
    }

    @Override
    public Future<RequestResult> handle(RequestEvent event) {
        return event.config().eventType() == EventType.VIEWER_REQUEST
                ? function.viewerRequest(event)
                : function.originRequest(event);
    }

    @Override
    public Future<FunctionResponse> handle(ResponseEvent event) {
        return event.config().eventType() == EventType.ORIGIN_RESPONSE
                ? function.originResponse(event)
                : function.viewerResponse(event);
    }
}
