package io.perigee.delivery.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Buffers that are at hand, followed by what is still to come of another stream, if there is one. Starts paused. For use on one
 * context.
 */
public final class BufferedStream extends FlowingBody {

    private final Context context;
    private final Queue<Buffer> ready;
    private final @Nullable ReadStream<Buffer> rest;
    private boolean drainScheduled;

    /**
     * @param ready the first buffers
     * @param rest the stream that they were taken from, paused, or null when they are all there is
     */
    public BufferedStream(Context context, List<Buffer> ready, @Nullable ReadStream<Buffer> rest) {
        this.context = context;
        this.ready = new ArrayDeque<>(ready);
        this.rest = rest;
        if (rest != null) {
            rest.exceptionHandler(this::tellFailure);
            rest.endHandler(end -> tellEnd());
            rest.handler(this::give);
        }
    }

    /** A body that is all there. */
    public static ReadStream<Buffer> of(Buffer body) {
        return new BufferedStream(Contexts.current(), body.length() == 0 ? List.of() : List.of(body), null);
    }

    @Override
    protected void paused() {
        if (rest != null) {
            rest.pause();
        }
    }

    @Override
    protected void wanted(long amount) {
        if (drainScheduled) {
            return;
        }
        if (ready.isEmpty() && rest != null) {
            rest.fetch(takeDemand());
        } else {
            drainScheduled = true;
            // Never from within the caller: handlers may still be set after resume().
            context.runOnContext(go -> drain());
        }
    }

    /** Gives what is at hand; what is wanted beyond that is the rest's to give. */
    private void drain() {
        drainScheduled = false;
        while (demand() > 0 && !ready.isEmpty()) {
            give(ready.remove());
        }
        if (demand() == 0 || !ready.isEmpty()) {
            return;
        }
        if (rest == null) {
            tellEnd();
        } else {
            rest.fetch(takeDemand());
        }
    }
}
