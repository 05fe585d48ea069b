package io.perigee.cache;

import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.Revalidation;
import io.perigee.httpcaching.StoredResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fetch of one slice, and all who wait for it. As with a {@link Flight}, it belongs to its leader's event loop, and the lock is never
 * held while calling out.
 */
final class SliceFlight implements Flights.Underway {
    private final CacheCore core;
    private final SliceReading leader;
    private final StoredObject object;
    private final Slices slices;
    private final long index;
    private final CacheKey key;
    private final Stamp stamp;

    private long askedAtMillis;

    // Guarded by this.
    private final List<SliceReading> waiting = new ArrayList<>();
    private @Nullable SharedBody body;
    private boolean over;

    /** @param object what the slice is of; its version is the one that the fetch must bring */
    SliceFlight(CacheCore core, SliceReading leader, StoredObject object, long index, Stamp stamp) {
        this.core = core;
        this.leader = leader;
        this.object = object;
        this.slices = object.slices();
        this.index = index;
        this.key = slices.key(index);
        this.stamp = stamp;
    }

    CacheKey key() {
        return key;
    }

    @Override
    public Stamp stamp() {
        return stamp;
    }

    /** Whether what it brings will be good enough for this call. */
    boolean admits(CacheCall call) {
        return !core.liveness.isDead(key, object.tags(), stamp)
                && core.liveness.now(stamp.sequence()).sequence() >= call.minimumSequence();
    }

    /** On the reading's event loop. */
    void join(SliceReading reading) {
        SharedBody current;
        synchronized (this) {
            current = over ? null : body;
            if (!over && current == null) {
                waiting.add(reading);
                return;
            }
        }
        share(current, reading);
    }

    private void share(@Nullable SharedBody current, SliceReading reading) {
        BodyReader reader = current == null ? null : current.join(reading.context());
        if (reader == null) {
            // Stored by now, or broken off, or not kept and past its beginning.
            core.flights.close(this);
            reading.again();
        } else {
            reading.came(reader, false);
        }
    }

    /** Asks the upstream. On the leader's event loop, once. */
    void ask() {
        core.flights.began(this);
        core.tally.sliceFetches.increment();
        askedAtMillis = core.now();
        RequestHead asked = leader.exchange().call().request();
        leader.exchange()
                .send(
                        new Upstream.Request(
                                request(asked, new PartAsked.Slice(slices.range(index))),
                                stamp.sequence(),
                                Upstream.Purpose.SLICE),
                        this::arrived,
                        this::failed);
    }

    /** The request for a part of what {@code asked} is for. */
    static RequestHead request(RequestHead asked, PartAsked part) {
        Headers headers = Revalidation.withoutConditions(asked.headers()).with(HeaderNames.RANGE, part.field());
        return new RequestHead("GET", asked.target(), headers);
    }

    private void arrived(Upstream.Response response) {
        Headers headers = response.head().headers();
        List<String> tags = tags(headers);
        long fetchedAt = response.fetchedAtSequence();
        ReadStream<Buffer> stream = response.body();
        if (core.isClosed()) {
            response.abort().run();
            failed(new UpstreamException(Failure.CLOSED, "the cache is closed", null));
        } else if (core.liveness.isDead(key, tags, stamp)
                || (fetchedAt > 0 && core.liveness.isOvertaken(key, tags, fetchedAt))) {
            response.abort().run();
            List<SliceReading> others = end();
            leader.again();
            others.forEach(SliceReading::again);
        } else if (stream == null) {
            gone(response);
        } else {
            stamp.lift(fetchedAt, 0);
            switch (slices.judge(response.head(), index)) {
                case SLICE -> take(response, stream, tags);
                case EVERYTHING -> everything(response, stream);
                case CHANGED -> gone(response);
                case FAILED -> {
                    response.abort().run();
                    failed(new UpstreamException(
                            Failure.UPSTREAM_FAILED,
                            "status " + response.head().status() + " for slice " + index + " of " + slices.object(),
                            null));
                }
            }
        }
    }

    /** The slice has come, with a head that says what is true of the whole by now (RFC 9111 section 3.4). */
    private void take(Upstream.Response response, ReadStream<Buffer> stream, List<String> tags) {
        CacheCall call = leader.exchange().call();
        StoredObject current = core.inSlices(slices);
        StoredObject known = current == null ? object : current;
        Revalidation.Outcome outcome = Revalidation.freshen(
                known.response(), call.request(), response.head(), call.boundsFor(200), askedAtMillis, core.now());
        switch (outcome) {
            case Revalidation.Freshened(StoredResponse newer) -> {
                if (current != null
                        && current.tags()
                                .containsAll(CacheTags.of(response.head().headers()))) {
                    core.update(current, newer);
                }
                begin(response, stream, tags);
            }
            case Revalidation.UsableOnce once -> {
                core.notStored(slices.object(), known, once.reason());
                List<SliceReading> others = end();
                leader.came(Pass.reader(core, leader.exchange(), response, stream), true);
                others.forEach(SliceReading::alone);
            }
            case Revalidation.Superseded superseded -> gone(response);
        }
    }

    private void gone(Upstream.Response response) {
        response.abort().run();
        core.remove(object);
        List<SliceReading> others = end();
        leader.changed();
        others.forEach(SliceReading::changed);
    }

    /** What the upstream sends is of use to one reader; the object is not to be kept in slices. */
    private void everything(Upstream.Response response, ReadStream<Buffer> stream) {
        core.lately.note(slices.object(), Lately.Verdict.WHOLE);
        core.remove(object);
        List<SliceReading> others = end();
        leader.everythingCame(Pass.reader(core, leader.exchange(), response, stream));
        others.forEach(SliceReading::alone);
    }

    /**
     * Lets the slice flow to its readers and into memory. On the leader's event loop, once.
     *
     * @param stream the slice's bytes and no others
     */
    void begin(Upstream.Response response, ReadStream<Buffer> stream, List<String> tags) {
        long length = slices.range(index).length();
        SharedBody shared = new SharedBody(
                core,
                leader.context(),
                new SharedBody.Incoming(stream, length, response.abort()),
                core.budget.admits(length),
                new Storing(tags));
        BodyReader first = Objects.requireNonNull(shared.join(leader.context()), "a body that has not begun");
        List<SliceReading> others;
        synchronized (this) {
            body = shared;
            others = takeWaiting();
        }
        try {
            others.forEach(each -> share(shared, each));
            leader.came(first, true);
            shared.begin();
        } catch (Throwable defect) {
            // Whoever reads it already learns that it goes no further.
            first.close();
            shared.cancel(defect);
            throw defect;
        }
    }

    private void failed(Throwable cause) {
        List<SliceReading> others = end();
        leader.failed(cause);
        others.forEach(each -> each.failedForAnother(cause));
    }

    /** What marks the object marks its slices, and what marks a slice's own response as well. */
    List<String> tags(Headers response) {
        List<String> own = CacheTags.of(response);
        return own.equals(object.tags())
                ? own
                : Stream.concat(object.tags().stream(), own.stream()).distinct().toList();
    }

    private List<SliceReading> end() {
        core.flights.ended(this);
        synchronized (this) {
            over = true;
            body = null;
            return takeWaiting();
        }
    }

    private List<SliceReading> takeWaiting() {
        List<SliceReading> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    /** Stores the slice when it is whole. */
    private final class Storing implements BodyListener {
        private final List<String> tags;

        Storing(List<String> tags) {
            this.tags = tags;
        }

        /** Keeps its reference until newcomers find the stored slice. */
        @Override
        public void completed(@Nullable Chunks kept) {
            if (kept != null) {
                core.store(StoredObject.slice(key, object.response(), tags, stamp, core.liveness, kept.compact()));
            }
            end();
            if (kept != null) {
                kept.release();
            }
        }

        @Override
        public void unkept() {
            core.flights.close(SliceFlight.this);
        }

        @Override
        public void failed(Throwable cause) {
            end();
        }
    }
}
