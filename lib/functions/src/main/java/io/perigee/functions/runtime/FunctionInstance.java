package io.perigee.functions.runtime;

import io.perigee.functions.FunctionResponse;
import io.perigee.functions.InvocationResult;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What takes the calls of a running function: a thread with an interpreter, a verticle, a pool of processes.
 *
 * <p>The handlers are entered by {@link #execute}. Whatever they throw, give or leave undone is the function's failure, never the
 * node's: a future that fails with a {@link CallFailure} fails the call in that way, one that fails with anything else is the
 * function's error.
 */
public abstract class FunctionInstance {
    private final AtomicInteger busy = new AtomicInteger();

    /** Calls that were given to this instance and have not left it. */
    public final int busy() {
        return busy.get();
    }

    /** Counts a call that comes in. */
    public final void take() {
        busy.incrementAndGet();
    }

    /** Counts a call that has left. */
    public final void giveBack() {
        busy.decrementAndGet();
    }

    /**
     * Runs that where handlers may run, now or soon.
     *
     * @throws java.util.concurrent.RejectedExecutionException if it is being stopped
     */
    public abstract void execute(Runnable call);

    /** Whether handlers are entered on an event loop, which they must not hold: one that does is reported. */
    public abstract boolean runsOnEventLoop();

    /**
     * The time limit of a call has passed, and its handler still holds that thread: make it give the thread back, if that can be done.
     * Called once for each such call, by the host's own thread.
     */
    public void interrupt(Thread thread) {}

    /** A call at viewer-request or origin-request. */
    public abstract Future<RequestResult> handle(RequestEvent event);

    /** A call at origin-response or viewer-response. */
    public abstract Future<FunctionResponse> handle(ResponseEvent event);

    /**
     * A call with any JSON payload in place of one of the four events.
     *
     * @param requestId as the function gets it
     * @return never fails; {@link InvocationResult.NotAvailable} where the runtime knows no such calls
     */
    public Future<InvocationResult> invoke(String requestId, Buffer payload) {
        return Future.succeededFuture(
                new InvocationResult.NotAvailable("its runtime takes the events of requests and responses only"));
    }
}
