package io.perigee.cache;

import io.perigee.cache.Outcome.Miss;
import io.perigee.cache.Outcome.Miss.ForwardReason;
import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.ByteRanges;
import io.perigee.httpcaching.Preconditions;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers a call out of an object that is kept in slices. The answer is given when the first slice that the request wants is there: if
 * the object has changed by then, the call starts over and gets the new one.
 */
final class SlicedAnswer {
    private static final int NONE = -1;

    private final CacheCore core;
    private final Exchange exchange;
    private final StoredObject object;
    private final Outcome outcome;
    private final Answer.Validity validity;
    private final long firstIndex;

    /** @param outcome if the first slice need not be fetched, or that fetch is not what the answer is due to */
    SlicedAnswer(CacheCore core, Exchange exchange, StoredObject object, Outcome outcome, Answer.Validity validity) {
        this.core = core;
        this.exchange = exchange;
        this.object = object;
        this.outcome = outcome;
        this.validity = validity;
        long first = first(
                exchange.call().request(),
                object.response().head(),
                object.slices().length());
        this.firstIndex = first == NONE ? NONE : object.slices().indexOf(first);
    }

    /** The slice that the request wants first; negative when it wants no body. */
    long firstIndex() {
        return firstIndex;
    }

    /** Answers. On the exchange's event loop. */
    void give() {
        if (firstIndex == NONE) {
            deliver(outcome, null);
        } else {
            reading().open();
        }
    }

    /** The way to the first slice, for a fetch of it that is under way. */
    SliceReading reading() {
        return new SliceReading(core, exchange, object, firstIndex, this::opened);
    }

    private void opened(OpenedSlice slice) {
        switch (slice) {
            case OpenedSlice.Stored stored -> deliver(outcome, slice);
            case OpenedSlice.Coming(BodyReader reader, boolean led) -> deliver(fetched(led), slice);
            case OpenedSlice.Everything everything -> deliver(fetched(true), slice);
            case OpenedSlice.Changed changed -> exchange.overtaken();
            case OpenedSlice.Failed(Throwable cause) -> exchange.fail(UpstreamException.failureOf(cause));
        }
    }

    private Outcome fetched(boolean led) {
        if (!(outcome instanceof Outcome.Hit)) {
            return outcome;
        }
        return led ? new Miss(ForwardReason.PARTIAL) : Outcome.COLLAPSED;
    }

    private void deliver(Outcome actual, @Nullable OpenedSlice first) {
        SlicedBody body = new SlicedBody(core, exchange, object, firstIndex, first);
        exchange.answerIfValid(Answers.stored(object, body, actual, validity, core.now()));
    }

    /** The first byte that the request wants; {@link #NONE} when it will be answered without a body. */
    private static long first(RequestHead request, ResponseHead head, long length) {
        if (!request.method().equals("GET")
                || Preconditions.evaluateCached(request, head) instanceof Preconditions.NotModified) {
            return NONE;
        }
        return switch (ByteRanges.of(request, head, length)) {
            case ByteRanges.Whole whole -> 0;
            case ByteRanges.Single(ByteRange range) -> range.first();
            case ByteRanges.Multiple(List<ByteRange> ranges) -> ranges.get(0).first();
            case ByteRanges.Unsatisfiable unsatisfiable -> NONE;
        };
    }
}
