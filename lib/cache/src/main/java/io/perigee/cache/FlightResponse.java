package io.perigee.cache;

import io.perigee.cache.Outcome.Bypass.BypassReason;
import io.perigee.cache.Outcome.Miss;
import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.CacheControl;
import io.perigee.httpcaching.HopByHop;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.httpcaching.Revalidation;
import io.perigee.httpcaching.Storability;
import io.perigee.httpcaching.Storability.NotStorable;
import io.perigee.httpcaching.Storability.Storable;
import io.perigee.httpcaching.StoredResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The upstream's response to a flight, and what it is to the leader, to those who wait and to the cache: a confirmation of what is stored, a
 * body to be stored while it streams, an object to be kept in slices, or the leader's alone. Used on the leader's event loop.
 */
final class FlightResponse {
    private final CacheCore core;
    private final Flight flight;
    private final Exchange leader;
    private final CacheKey key;
    private final Upstream.Response response;
    private final Upstream.Purpose purpose;
    private final @Nullable PartAsked asked;
    private final long askedAtMillis;
    private final List<String> tags;

    /** @param asked the part that was asked for; null for everything */
    FlightResponse(
            CacheCore core,
            Flight flight,
            Upstream.Response response,
            Upstream.Purpose purpose,
            @Nullable PartAsked asked,
            long askedAtMillis) {
        this.core = core;
        this.flight = flight;
        this.leader = flight.leader();
        this.key = flight.slot().key();
        this.response = response;
        this.purpose = purpose;
        this.asked = asked;
        this.askedAtMillis = askedAtMillis;
        this.tags = CacheTags.of(response.head().headers());
    }

    void arrived() {
        ResponseHead head = response.head();
        if (core.isClosed()) {
            response.abort().run();
            flight.end().forEach(each -> each.onContext(() -> each.fail(Failure.CLOSED)));
            leader.fail(Failure.CLOSED);
        } else if (isOvertaken()) {
            response.abort().run();
            startOver();
        } else if (isConfirmation()) {
            response.abort().run();
            noteValidation();
            confirmed();
        } else if (leader.answeredInsteadOf(head.status())) {
            response.abort().run();
            flight.end()
                    .forEach(each -> each.onContext(() -> {
                        if (!each.answeredInsteadOf(head.status())) {
                            each.resolve();
                        }
                    }));
        } else {
            noteValidation();
            accept();
        }
    }

    /** An origin has validated it just now; a cache further up may have answered with what is stale there, and says so. */
    private void noteValidation() {
        if (response.validatedAtSequence() >= 0) {
            flight.stamp().setValidated(core.liveness.validatedAt(response.validatedAtSequence()));
        }
    }

    private boolean isOvertaken() {
        long fetchedAt = response.fetchedAtSequence();
        if (!isConfirmation()) {
            // Up to the request's minimum the upstream vouches for it; beyond, the sequence that it gives does: what
            // was invalidated by then was so before the fetch, even if this node has heard of it only since. The
            // body behind a confirmation is older.
            flight.stamp().lift(fetchedAt, 0);
        }
        return core.liveness.isDead(key, tags, flight.stamp())
                || (fetchedAt > 0 && core.liveness.isOvertaken(key, tags, fetchedAt));
    }

    private boolean isConfirmation() {
        return response.head().status() == 304 && purpose == Upstream.Purpose.REVALIDATE;
    }

    private void startOver() {
        List<Exchange> others = flight.end();
        leader.overtaken();
        others.forEach(each -> each.onContext(each::overtaken));
    }

    private void confirmed() {
        StoredObject stored = leader.candidate();
        long now = core.now();
        if (stored == null || stored.isDead()) {
            startOver();
            return;
        }
        if (!stored.tags().containsAll(tags)) {
            // Marks of these tags may have been passed over since its body was fetched.
            flight.fetchWhole();
            return;
        }
        switch (Revalidation.freshen(
                stored.response(),
                flight.request(),
                response.head(),
                leader.call().boundsFor(stored.response().head().status()),
                askedAtMillis,
                now)) {
            case Revalidation.Freshened freshened ->
                refreshed(stored.freshened(freshened.response(), flight.stamp().validated()), now);
            case Revalidation.UsableOnce once -> {
                notStored(stored, once.reason());
                stored.tryRetain();
                AnswerBody body = stored.isSliced()
                        ? new SlicedBody(core, leader, stored, 0, null)
                        : stored.open(leader.call().context());
                if (body == null) {
                    leader.overtaken();
                } else {
                    leader.answer(new Answer(once.head(), body, refreshHit(), own(once.head()), 0, 0, false));
                }
            }
            case Revalidation.Superseded superseded -> flight.fetchWhole();
        }
    }

    private void refreshed(StoredObject fresh, long now) {
        fresh.tryRetain();
        core.storeFreshened(fresh);
        List<Exchange> others = flight.end();
        if (fresh.isSliced()) {
            resolveSliced(fresh, others, now);
        } else {
            flight.shareWhole(fresh, others, now);
        }
        leader.answerFrom(fresh, refreshHit(), own(fresh.response().head()), now);
    }

    private void notStored(@Nullable StoredObject replaced, Storability.Reason reason) {
        core.notStored(key, replaced, reason);
        Flight.release(flight.end());
    }

    private Outcome refreshHit() {
        return new Outcome.RefreshHit(leader.forwardReason());
    }

    /** Each of those that waited begins with a slice of its own. */
    private void resolveSliced(StoredObject object, List<Exchange> others, long now) {
        if (!Flight.isReusable(object.asMarked(), CacheControl.NONE, now)) {
            core.lately.note(key, Lately.Verdict.ALONE);
        }
        Flight.release(others);
    }

    private void accept() {
        ResponseHead head = response.head();
        ContentRange got = asked != null && head.status() == 206 ? ContentRange.of(head.headers()) : null;
        if (asked == null || (head.status() != 206 && head.status() != 416)) {
            if (asked != null && head.status() == 200) {
                core.lately.note(key, Lately.Verdict.WHOLE);
            }
            accept(head, null, core.now());
        } else if (got != null && asked.isAnsweredBy(got)) {
            accept(Slicing.wholeOf(head, got), got, core.now());
        } else {
            response.abort().run();
            flight.fetchWhole();
        }
    }

    /** @param got what has come of it; null for everything */
    private void accept(ResponseHead head, @Nullable ContentRange got, long now) {
        boolean partial = got != null && !got.isEverything();
        switch (Storability.decide(flight.request(), head, leader.call().boundsFor(head.status()), now)) {
            case NotStorable not -> {
                StoredObject replaced = leader.candidate();
                notStored(head.status() < 500 ? replaced : null, not.reason());
                if (partial) {
                    response.abort().run();
                    leader.pass(BypassReason.NOT_SHARED_LATELY);
                } else {
                    leader.answerPassed(head, Pass.body(core, leader, response), BypassReason.NOT_STORABLE, own(head));
                }
            }
            case Storable storable -> {
                ObjectVersion version = core.lately.of(key) == Lately.Verdict.WHOLE || response.body() == null
                        ? null
                        : Slicing.version(head, partial, core.settings);
                if (version != null) {
                    slice(head, storable, version, got == null ? 0 : got.range().first(), now);
                } else if (partial) {
                    response.abort().run();
                    flight.fetchWhole();
                } else {
                    stream(head, storable, now);
                }
            }
        }
    }

    /**
     * What has come is the object's beginning, or the part that was asked for: the first slice that is stored, if the leader wants it.
     *
     * @param first the position of its first byte
     */
    private void slice(ResponseHead head, Storable storable, ObjectVersion version, long first, long now) {
        StoredResponse stored = StoredResponse.of(flight.request(), head, storable, askedAtMillis, now);
        int bytes = core.settings.sliceBytes();
        Slices slices = new Slices(
                key,
                stored.varyKey(),
                version,
                CacheTags.of(stored.head().headers()),
                bytes,
                Slices.shiftFor(first, bytes));
        StoredObject object = StoredObject.sliced(stored, flight.stamp(), core.liveness, slices);
        core.store(object);
        List<Exchange> others = flight.end();
        SlicedAnswer answer = new SlicedAnswer(core, leader, object, new Miss(leader.forwardReason()), own(head));
        long index = slices.indexOf(first);
        if (answer.firstIndex() == index) {
            ByteRange range = slices.range(index);
            // A stamp of its own: it rises by checks of the slice's tags, not of the object's.
            SliceFlight coming = new SliceFlight(
                    core, answer.reading(), object, index, flight.stamp().copy());
            core.flights.began(coming);
            core.flights.replace(coming.key(), core.flights.get(coming.key()), coming);
            coming.begin(
                    response,
                    new FirstBytes(Objects.requireNonNull(response.body()), range.length(), response.abort()),
                    coming.tags(response.head().headers()));
        } else {
            response.abort().run();
            answer.give();
        }
        resolveSliced(object, others, now);
    }

    private void stream(ResponseHead head, Storable storable, long now) {
        StoredResponse stored = StoredResponse.of(flight.request(), head, storable, askedAtMillis, now);
        ReadStream<Buffer> body = response.body();
        if (body == null) {
            StoredObject whole = new StoredObject(key, stored, flight.stamp(), core.liveness, null);
            core.store(whole);
            flight.shareWhole(whole, flight.end(), now);
            leader.answer(miss(head, stored, EmptyBody.INSTANCE, true, now));
            return;
        }
        SharedBody.Incoming incoming =
                new SharedBody.Incoming(body, SharedBody.declaredLength(head.headers()), response.abort());
        StoredResponse marked = core.liveness.asMarked(stored, key, tags, flight.stamp());
        boolean shareable = Flight.isReusable(marked, CacheControl.NONE, now);
        boolean keep = core.budget.admits(incoming.length());
        SharedBody shared = new SharedBody(
                core,
                leader.call().context(),
                incoming,
                keep,
                new BodyStoring(core, flight, flight.request(), head, storable, askedAtMillis, now));
        BodyReader reader = Objects.requireNonNull(shared.join(leader.call().context()), "a body that has not begun");
        Flight.Streaming current = new Flight.Streaming(stored, tags, shared, keep);
        try {
            List<Exchange> others;
            if (shareable) {
                others = flight.stream(current);
            } else {
                core.lately.note(key, Lately.Verdict.ALONE);
                others = List.of();
                Flight.release(flight.closeToOthers());
            }
            if (!keep) {
                core.lately.note(key, Lately.Verdict.PASS);
            }
            others.forEach(each -> flight.share(current, each, now));
            leader.answer(miss(head, stored, flight.streamed(reader, current, leader), keep, now));
            shared.begin();
        } catch (Throwable defect) {
            // Whoever reads it already learns that it goes no further.
            reader.close();
            shared.cancel(defect);
            throw defect;
        }
    }

    private Answer miss(ResponseHead head, StoredResponse stored, AnswerBody body, boolean kept, long now) {
        return new Answer(
                head.withHeaders(HopByHop.strip(head.headers())),
                body,
                new Miss(leader.forwardReason()),
                own(head),
                stored.ageSeconds(now),
                Math.floorDiv(stored.remainingMillis(now), 1000L),
                kept);
    }

    private Answer.Validity own(ResponseHead head) {
        return new Answers.Fetched(key, CacheTags.of(head.headers()), flight.stamp(), core.liveness, true);
    }
}
