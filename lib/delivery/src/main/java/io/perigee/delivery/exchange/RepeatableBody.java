package io.perigee.delivery.exchange;

import io.perigee.delivery.http.FlowingBody;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request's body that can be sent again from its first byte on, as long as no more than 64 KiB of it have come. For use on one context.
 */
final class RepeatableBody {

    private static final int MAX_KEPT_BYTES = 64 << 10;

    private final Context context;
    private final ReadStream<Buffer> source;
    private final List<Buffer> kept = new ArrayList<>();
    private int keptBytes;
    private boolean outgrown;
    private boolean ended;
    private @Nullable Throwable failure;
    private @Nullable Sending current;

    /** Takes over the source, which is paused. */
    RepeatableBody(Context context, ReadStream<Buffer> source) {
        this.context = context;
        this.source = source;
        source.exceptionHandler(this::failed);
        source.endHandler(end -> ended());
        source.handler(this::came);
    }

    /** Whether all that has come of it is still here, and the rest can still come. */
    boolean isRepeatable() {
        return !outgrown && failure == null;
    }

    /** The body from its first byte on, paused; what was given before is of no use any more. */
    ReadStream<Buffer> sending() {
        source.pause();
        Sending next = new Sending(kept);
        current = next;
        if (failure != null) {
            next.broken(failure);
        }
        return next;
    }

    private void came(Buffer part) {
        keptBytes += part.length();
        outgrown |= keptBytes > MAX_KEPT_BYTES;
        if (outgrown) {
            kept.clear();
        } else {
            kept.add(part);
        }
        if (current != null) {
            current.came(part);
        }
    }

    private void ended() {
        ended = true;
        if (current != null) {
            current.give();
        }
    }

    private void failed(Throwable cause) {
        failure = cause;
        if (current != null) {
            current.broken(cause);
        }
    }

    /** One time that it is sent. */
    private final class Sending extends FlowingBody {

        private final Deque<Buffer> ready;
        private boolean giving;

        private Sending(List<Buffer> first) {
            ready = new ArrayDeque<>(first);
        }

        private void came(Buffer part) {
            ready.add(part);
            give();
        }

        private void broken(Throwable cause) {
            tellFailure(cause);
        }

        @Override
        protected void wanted(long amount) {
            // Never from within the caller: handlers may still be set after resume().
            context.runOnContext(go -> give());
        }

        @Override
        protected void paused() {
            if (current == this) {
                source.pause();
            }
        }

        /** Gives what is there, and asks for more if more is wanted. Another one in its place has taken over the source. */
        private void give() {
            if (giving || current != this) {
                return;
            }
            giving = true;
            try {
                while (demand() > 0 && !ready.isEmpty()) {
                    give(ready.remove());
                }
            } finally {
                giving = false;
            }
            if (demand() > 0) {
                if (ended) {
                    tellEnd();
                } else {
                    source.fetch(1);
                }
            }
        }
    }
}
