package io.perigee.cache;

import io.perigee.cache.SharedBody.Node;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** One reader's place in a {@link SharedBody}. What {@code SharedBody} reads or changes of it is guarded by that body's lock. */
final class BodyReader implements BodySource {
    private final SharedBody body;
    private final Context context;

    // Guarded by the body.
    private long position;
    private @Nullable Node node;
    private boolean cutOff;
    boolean waiting;

    // Changed on the reader's event loop only.
    private @Nullable Chunks chunks;
    private long limit = Long.MAX_VALUE;
    private boolean closed;
    private @Nullable Runnable readable;

    /** Takes over one reference to {@code chunks}. */
    BodyReader(SharedBody body, Context context, @Nullable Chunks chunks, @Nullable Node start) {
        this.body = body;
        this.context = context;
        this.chunks = chunks;
        this.node = start;
    }

    /** A further reader in the same place. Before the first poll. */
    BodyReader fork() {
        Chunks held = chunks;
        if (held != null) {
            held.retain();
        }
        return body.fork(this, held);
    }

    /** The same place for another reader, who takes over a reference to {@code held}. */
    BodyReader at(@Nullable Chunks held) {
        BodyReader other = new BodyReader(body, context, held, node);
        other.position = position;
        other.cutOff = cutOff;
        return other;
    }

    /** Reads only these bytes. Before the first poll. */
    void restrict(long from, long count) {
        synchronized (body) {
            position = from;
        }
        limit = count > Long.MAX_VALUE - from ? Long.MAX_VALUE : from + count;
    }

    long limit() {
        return limit;
    }

    @Override
    public @Nullable Buffer poll() {
        return position >= limit ? null : body.read(this);
    }

    @Override
    public boolean ended() {
        return position >= limit || body.exhausted(this);
    }

    @Override
    public @Nullable Throwable failure() {
        return body.failure(this);
    }

    @Override
    public void whenReadable(Runnable action) {
        readable = action;
    }

    /** Chunks that the body has outgrown are given back once this reader is past them. */
    @Override
    public void settled() {
        Chunks held = chunks;
        if (held != null) {
            boolean past;
            synchronized (body) {
                past = node != null && position >= held.length();
            }
            if (past) {
                chunks = null;
                held.release();
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            body.leave(this);
            Chunks held = chunks;
            chunks = null;
            if (held != null) {
                held.release();
            }
        }
    }

    void wake() {
        context.runOnContext(now -> {
            if (!closed && readable != null) {
                readable.run();
            }
        });
    }

    // The rest is called by the body, with its lock.

    long position() {
        return position;
    }

    boolean isCutOff() {
        return cutOff;
    }

    void cutOff() {
        cutOff = true;
        node = null;
    }

    /** Whoever still knows this reader is not to hold the window by it. */
    void left() {
        node = null;
    }

    /** The bytes that follow those in the chunks come from the window. */
    void continueAt(Node lastBefore) {
        node = lastBefore;
    }

    /** Lets go of what lies before the place that it waits at: a range may begin far behind what has come. */
    void keepUpWith(Node newest) {
        if (node != null && position >= newest.start) {
            node = newest;
        }
    }

    /** The next bytes of those up to {@code end}, or null when there are none. */
    @Nullable
    Buffer advance(long end) {
        if (position >= end) {
            return null;
        }
        Chunks held = chunks;
        if (held != null && position < held.length()) {
            Buffer view = held.view(position, limit - position);
            position += view.length();
            return view;
        }
        return node == null ? null : advanceInWindow(node);
    }

    private @Nullable Buffer advanceInWindow(Node from) {
        Node at = from;
        while (at.end() <= position) {
            if (at.next == null) {
                return null;
            }
            at = at.next;
        }
        node = at;
        int first = (int) (position - at.start);
        int count = (int) Math.min(at.bytes.length() - first, limit - position);
        position += count;
        return count == at.bytes.length() ? at.bytes : at.bytes.slice(first, first + count);
    }
}
