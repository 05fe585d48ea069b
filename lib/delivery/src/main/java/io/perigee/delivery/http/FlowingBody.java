package io.perigee.delivery.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * What every body that flows keeps account of: how many parts are wanted, whom to tell, and that it ends once, one way or the other. Starts
 * paused. For use on one context.
 */
public abstract class FlowingBody implements ReadStream<Buffer> {

    private long demand;
    private boolean over;
    private @Nullable Throwable failure;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;

    /** So many more parts are wanted now; {@link #demand} tells of how many in all. */
    protected abstract void wanted(long amount);

    /** Nothing is wanted until {@link #wanted} is called again. */
    protected void paused() {}

    /** It has ended, has failed or is given up: what it holds can go. */
    protected void released() {}

    /** How many parts are wanted; {@link Long#MAX_VALUE} for all. */
    protected final long demand() {
        return demand;
    }

    /** Hands the whole demand on to somebody else: from now on nothing is wanted from here. */
    protected final long takeDemand() {
        long taken = demand;
        demand = 0;
        return taken;
    }

    protected final boolean isOver() {
        return over;
    }

    /** Gives the reader a part, which is one less wanted; after the end it is dropped. */
    protected final void give(Buffer part) {
        if (demand != Long.MAX_VALUE && demand > 0) {
            demand--;
        }
        if (handler != null && !over) {
            handler.handle(part);
        }
    }

    /** Ends it without telling the reader; returns whether that is news. */
    protected final boolean giveUp() {
        if (over) {
            return false;
        }
        over = true;
        released();
        return true;
    }

    protected final void tellEnd() {
        if (giveUp() && endHandler != null) {
            endHandler.handle(null);
        }
    }

    protected final void tellFailure(Throwable cause) {
        if (giveUp()) {
            failure = cause;
            if (exceptionHandler != null) {
                exceptionHandler.handle(cause);
            }
        }
    }

    @Override
    public final FlowingBody handler(@Nullable Handler<Buffer> handler) {
        this.handler = handler;
        return this;
    }

    /** A body that has failed before is told at once: nothing else would end the wait. */
    @Override
    public final FlowingBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        exceptionHandler = handler;
        if (handler != null && failure != null) {
            handler.handle(failure);
        }
        return this;
    }

    @Override
    public final FlowingBody endHandler(@Nullable Handler<Void> handler) {
        endHandler = handler;
        return this;
    }

    @Override
    public final FlowingBody pause() {
        demand = 0;
        paused();
        return this;
    }

    @Override
    public final FlowingBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public final FlowingBody fetch(long amount) {
        demand = demand > Long.MAX_VALUE - amount ? Long.MAX_VALUE : demand + amount;
        wanted(amount);
        return this;
    }
}
