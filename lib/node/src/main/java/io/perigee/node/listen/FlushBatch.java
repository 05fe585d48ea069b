package io.perigee.node.listen;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Hands the system what the connections of one event loop have to send when the requests that came together have been worked through, not after
 * each of them.
 *
 * <p>A busy event loop finds many connections ready at a time. Sending each answer at once wakes the viewer's side for it, which costs the
 * sender an interrupt of another processor, and the kernel's code and ours take turns in the processor's caches. Few answers wait for each
 * other ({@link #MOST}), and none for anything to come: what there is goes out before the event loop looks for more. Used on that event loop
 * only.
 */
final class FlushBatch {

    /** What the first of them waits for is the work on this many requests, a fraction of a millisecond. */
    private static final int MOST = 16;

    private final Executor eventLoop;
    private final ArrayDeque<Connection> waiting = new ArrayDeque<>(MOST);
    private boolean scheduled;
    private boolean flushing;

    /** @param eventLoop runs what it is given when it has gone through all that was ready */
    FlushBatch(Executor eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** For the pipeline of one connection, at the socket's end of it. */
    ChannelHandler forConnection() {
        return new Connection();
    }

    private void add(Connection connection) {
        waiting.add(connection);
        if (waiting.size() >= MOST && !flushing) {
            flush();
        } else if (!scheduled) {
            scheduled = true;
            eventLoop.execute(this::scheduled);
        }
    }

    private void scheduled() {
        scheduled = false;
        flush();
    }

    /** Those that wait now. What is sent may make others want to send: those are the next batch. */
    private void flush() {
        flushing = true;
        try {
            for (int left = waiting.size(); left > 0; left--) {
                Connection next = waiting.poll();
                if (next != null) {
                    next.flushNow();
                }
            }
        } finally {
            flushing = false;
        }
    }

    private final class Connection extends ChannelOutboundHandlerAdapter {

        // Not null while it waits.
        private @Nullable ChannelHandlerContext wanted;

        @Override
        public void flush(ChannelHandlerContext context) {
            if (wanted == null) {
                wanted = context;
                add(this);
            }
        }

        private void flushNow() {
            ChannelHandlerContext context = wanted;
            if (context != null) {
                wanted = null;
                context.flush();
            }
        }

        @Override
        public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
            flushNow();
            super.close(context, promise);
        }

        @Override
        public void disconnect(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
            flushNow();
            super.disconnect(context, promise);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            flushNow();
        }
    }
}
