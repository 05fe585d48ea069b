package io.perigee.cache;

import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.httpcaching.Storability.Storable;
import io.perigee.httpcaching.StoredResponse;
import org.jspecify.annotations.Nullable;

/** Stores a fetch's response when its body is whole. */
record BodyStoring(
        CacheCore core,
        Flight flight,
        RequestHead request,
        ResponseHead head,
        Storable storable,
        long askedAtMillis,
        long arrivedAtMillis)
        implements BodyListener {

    /** Keeps its reference until newcomers find the stored response: those who come in between still read what is kept. */
    @Override
    public void completed(@Nullable Chunks kept) {
        if (kept != null) {
            StoredResponse stored = StoredResponse.of(request, headFor(kept), storable, askedAtMillis, arrivedAtMillis);
            core.store(new StoredObject(flight.slot().key(), stored, flight.stamp(), core.liveness, kept.compact()));
        }
        flight.finished();
        if (kept != null) {
            kept.release();
        }
    }

    @Override
    public void unkept() {
        flight.outgrown();
    }

    @Override
    public void failed(Throwable cause) {
        flight.finished();
    }

    /** Now that the length is known, hits can say it. */
    private ResponseHead headFor(Chunks kept) {
        if (head.status() == 204 || head.headers().contains(HeaderNames.CONTENT_LENGTH)) {
            return head;
        }
        return head.withHeaders(head.headers().with(HeaderNames.CONTENT_LENGTH, Long.toString(kept.length())));
    }
}
