package io.perigee.cache;

import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.Headers;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way from one fetch to any number of readers, each on its own event loop and at its own pace.
 *
 * <p>It is <em>kept</em> when it is to be stored: all of it stays in memory outside the heap, so a reader can join at any time and
 * be as slow as it likes. When it grows past what may be stored, or is not to be stored at all, only a window is held:
 * the upstream's own buffers in a linked list that readers walk along, left to the garbage collector behind the slowest.
 * Then a reader can join only while the window reaches back to the start, and one that falls too far behind is cut off.
 *
 * <p>Either way the upstream is paused while the fastest reader is more than a window behind, and never waits for a slower one.
 * With no reader left it runs on if the body is kept and is given up if it is not.
 *
 * <p>The lock is held for a few assignments and the copying of one buffer, never while calling out.
 */
final class SharedBody {
    /** How many windows a reader may fall behind when the body is not kept. */
    static final int LAG_WINDOWS = 4;

    private final Flights flights;
    private final Context producer;
    private final ReadStream<Buffer> upstream;
    private final Runnable abort;
    private final long declaredLength;
    private final int window;
    private final KeepingBudget budget;
    private final BodyListener listener;

    // Guarded by this.
    private final List<BodyReader> readers = new ArrayList<>();
    private @Nullable Chunks chunks;
    private @Nullable Node start;
    private Node last = new Node(0, Buffer.buffer());
    private long end;
    private boolean over;
    private @Nullable Throwable failure;
    private Flow flow = Flow.HELD;

    private enum Flow {
        RUNNING,
        HELD,
        ABANDONED
    }

    /** A link of the window; the first one is empty. */
    static final class Node {
        final long start;
        final Buffer bytes;

        @Nullable
        Node next;

        Node(long start, Buffer bytes) {
            this.start = start;
            this.bytes = bytes;
        }

        long end() {
            return start + bytes.length();
        }
    }

    /**
     * Where the bytes come from.
     *
     * @param length how many they must be; -1 when any number may come
     * @param abort gives up the rest
     */
    record Incoming(ReadStream<Buffer> stream, long length, Runnable abort) {
        /** The body of a response. */
        static Incoming of(Upstream.Response response, ReadStream<Buffer> stream) {
            return new Incoming(stream, declaredLength(response.head().headers()), response.abort());
        }
    }

    /**
     * A body that has not begun to flow.
     *
     * @param producer the event loop of {@code incoming}
     * @param keep whether it is to be stored
     */
    SharedBody(CacheCore core, Context producer, Incoming incoming, boolean keep, BodyListener listener) {
        this.flights = core.flights;
        this.producer = producer;
        this.upstream = incoming.stream();
        this.abort = incoming.abort();
        this.declaredLength = incoming.length();
        this.window = core.settings.windowBytes();
        this.budget = core.budget;
        this.listener = listener;
        this.chunks = keep ? budget.open(declaredLength) : null;
        this.start = keep ? null : last;
    }

    /** Begins to flow. On the producer's event loop. */
    void begin() {
        flights.began(this);
        upstream.exceptionHandler(this::fail);
        upstream.handler(this::came);
        upstream.endHandler(ended -> finish());
        adjust();
    }

    /** Without this part there must be no more: memory may have run out, for one. */
    private void came(Buffer bytes) {
        try {
            append(bytes);
        } catch (Throwable defect) {
            fail(defect);
        }
    }

    long declaredLength() {
        return declaredLength;
    }

    /** A reader from the first byte on; null when that is gone, because the window has left it or all is stored. */
    synchronized @Nullable BodyReader join(Context context) {
        if (failure != null || (chunks == null ? start == null : !chunks.tryRetain())) {
            return null;
        }
        BodyReader reader = new BodyReader(this, context, chunks, start);
        readers.add(reader);
        return reader;
    }

    /** A further reader where this one is; takes over a reference to what that one holds. */
    synchronized BodyReader fork(BodyReader reader, @Nullable Chunks held) {
        BodyReader other = reader.at(held);
        if (!other.isCutOff()) {
            readers.add(other);
        }
        return other;
    }

    /** Breaks it off, from any thread. */
    void cancel(Throwable why) {
        producer.runOnContext(now -> fail(why));
    }

    /** The reader's next bytes, or null; then it is woken when that changes, unless it has ended or failed. */
    @Nullable
    Buffer read(BodyReader reader) {
        Buffer bytes;
        boolean unhold;
        synchronized (this) {
            bytes = reader.isCutOff() ? null : reader.advance(end);
            if (bytes == null && !over) {
                reader.waiting = true;
            }
            unhold = flow == Flow.HELD && !over && desired() != Flow.HELD;
        }
        if (unhold) {
            producer.runOnContext(now -> adjust());
        }
        return bytes;
    }

    /** Whether the reader has had all there will be. */
    synchronized boolean exhausted(BodyReader reader) {
        return over && failure == null && reader.position() >= end;
    }

    /** Why the reader gets no more, once it has had what there was. */
    synchronized @Nullable Throwable failure(BodyReader reader) {
        return reader.isCutOff() || reader.position() < end ? null : failure;
    }

    void leave(BodyReader reader) {
        boolean changes;
        synchronized (this) {
            readers.remove(reader);
            reader.left();
            changes = !over && desired() != flow;
        }
        if (changes) {
            producer.runOnContext(now -> adjust());
        }
    }

    private void append(Buffer bytes) {
        Chunks dropped = null;
        boolean tooLong;
        List<BodyReader> waiting = List.of();
        synchronized (this) {
            if (over) {
                return;
            }
            tooLong = declaredLength >= 0 && end + bytes.length() > declaredLength;
            if (!tooLong) {
                if (chunks != null && !budget.admits(chunks, bytes.length())) {
                    dropped = chunks;
                    chunks = null;
                    last = new Node(end, Buffer.buffer());
                    readers.forEach(reader -> reader.continueAt(last));
                }
                add(bytes);
                cutLaggards();
                waiting = waiting();
            }
        }
        if (tooLong) {
            fail(broken("the body is longer than the declared " + declaredLength + " bytes"));
            return;
        }
        if (dropped != null) {
            budget.settle(dropped);
            dropped.release();
            listener.unkept();
        }
        waiting.forEach(BodyReader::wake);
        adjust();
    }

    private void add(Buffer bytes) {
        if (chunks != null) {
            budget.append(chunks, bytes);
        } else {
            Node node = new Node(end, bytes);
            last.next = node;
            last = node;
            for (BodyReader reader : readers) {
                reader.keepUpWith(node);
            }
        }
        end += bytes.length();
        if (end > window) {
            start = null;
        }
    }

    private void finish() {
        Chunks kept;
        List<BodyReader> waiting;
        long missing;
        synchronized (this) {
            if (over) {
                return;
            }
            missing = declaredLength < 0 ? 0 : declaredLength - end;
            over = missing == 0;
            kept = chunks;
            waiting = over ? waiting() : List.of();
        }
        if (missing > 0) {
            fail(broken("the body ended " + missing + " bytes short of the declared " + declaredLength));
            return;
        }
        if (kept != null) {
            budget.settle(kept);
        }
        flights.ended(this);
        try {
            listener.completed(kept);
        } catch (Throwable defect) {
            // Its readers have all of it, whatever becomes of storing it.
            listener.failed(defect);
        } finally {
            waiting.forEach(BodyReader::wake);
        }
    }

    private void fail(Throwable cause) {
        Chunks dropped;
        List<BodyReader> waiting;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            failure = cause;
            dropped = chunks;
            chunks = null;
            waiting = waiting();
        }
        abort.run();
        if (dropped != null) {
            budget.settle(dropped);
            dropped.release();
        }
        flights.ended(this);
        listener.failed(cause);
        waiting.forEach(BodyReader::wake);
    }

    /** Resumes or pauses the upstream or gives it up. On the producer's event loop. */
    private void adjust() {
        Flow desired;
        synchronized (this) {
            desired = desired();
            if (over || desired == flow) {
                return;
            }
            flow = desired;
        }
        switch (desired) {
            case RUNNING -> upstream.resume();
            case HELD -> upstream.pause();
            case ABANDONED -> fail(broken("nobody reads the body any more"));
        }
    }

    private Flow desired() {
        if (readers.isEmpty()) {
            return chunks == null ? Flow.ABANDONED : Flow.RUNNING;
        }
        return end - fastest() <= window ? Flow.RUNNING : Flow.HELD;
    }

    private long fastest() {
        long fastest = 0;
        for (BodyReader reader : readers) {
            fastest = Math.max(fastest, reader.position());
        }
        return fastest;
    }

    private void cutLaggards() {
        if (chunks != null || readers.size() < 2) {
            return;
        }
        long least = Math.min(end - (long) LAG_WINDOWS * window, fastest());
        readers.removeIf(reader -> {
            boolean lags = reader.position() < least;
            if (lags) {
                reader.cutOff();
            }
            return lags;
        });
    }

    private List<BodyReader> waiting() {
        List<BodyReader> waiting = List.of();
        for (BodyReader reader : readers) {
            if (reader.waiting) {
                reader.waiting = false;
                if (waiting.isEmpty()) {
                    waiting = new ArrayList<>(readers.size());
                }
                waiting.add(reader);
            }
        }
        return waiting;
    }

    private static UpstreamException broken(String message) {
        return new UpstreamException(Failure.UPSTREAM_FAILED, message, null);
    }

    /** What {@code Content-Length} says, or -1 when there is none that can be relied on. */
    static long declaredLength(Headers headers) {
        String field = headers.first(HeaderNames.CONTENT_LENGTH);
        if (field == null
                || field.isEmpty()
                || field.length() > 18
                || headers.contains(HeaderNames.TRANSFER_ENCODING)) {
            return -1;
        }
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) < '0' || field.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(field);
    }
}
