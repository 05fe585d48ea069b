package io.perigee.cache;

import io.perigee.cache.Outcome.Bypass.BypassReason;
import io.perigee.cache.Outcome.Miss;
import io.perigee.httpcaching.CacheControl;
import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.HopByHop;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.httpcaching.Reuse;
import io.perigee.httpcaching.Revalidation;
import io.perigee.httpcaching.Storability;
import io.perigee.httpcaching.Storability.NotStorable;
import io.perigee.httpcaching.Storability.Storable;
import io.perigee.httpcaching.StoredResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One fetch in order to store, and all who wait for it.
 *
 * <p>It belongs to its leader's event loop: the upstream is asked and answers there. Others join from theirs; the lock guards the few
 * fields that this needs and is never held while calling out.
 *
 * <ol>
 *   <li><b>Asking:</b> whoever joins waits. If the fetch fails here, one of them leads the next; when that fails too, all have failed.
 *   <li><b>Streaming:</b> the response may be stored and shared: those that waited, and those that join now, read the body as it comes.
 *   <li><b>Over:</b> stored, failed, or found to be of no use to others: whoever joins starts over.
 * </ol>
 */
final class Flight {
    /** How many followers in a row take over a fetch that failed before its head. */
    private static final int MAX_TAKEOVERS = 1;

    private final CacheCore core;
    private final Flights.Slot slot;
    private final Stamp stamp;
    private final Exchange leader;
    private final int takeovers;
    private final RequestHead request;
    private long askedAtMillis;

    // Guarded by this.
    private final List<Exchange> waiting = new ArrayList<>();
    private @Nullable Streaming streaming;
    private boolean over;

    /** The response as others get it. */
    private record Streaming(StoredResponse response, List<String> tags, SharedBody body, boolean stored) {}

    Flight(CacheCore core, Flights.Slot slot, Stamp stamp, Exchange leader) {
        this(core, slot, stamp, leader, 0);
    }

    private Flight(CacheCore core, Flights.Slot slot, Stamp stamp, Exchange leader, int takeovers) {
        this.core = core;
        this.slot = slot;
        this.stamp = stamp;
        this.leader = leader;
        this.takeovers = takeovers;
        RequestHead asked = leader.call().request();
        String method = asked.method().equals("HEAD") ? "GET" : asked.method();
        this.request = new RequestHead(method, asked.target(), Revalidation.withoutConditions(asked.headers()));
    }

    Flights.Slot slot() {
        return slot;
    }

    Stamp stamp() {
        return stamp;
    }

    /** Whether its response will be good enough for this call, as far as that can be told now. */
    boolean admits(CacheCall call) {
        List<String> tags;
        synchronized (this) {
            tags = streaming == null ? List.of() : streaming.tags;
        }
        return !core.liveness.isDead(slot.key(), tags, stamp)
                && core.liveness.now(stamp.sequence()).sequence() >= call.minimumSequence();
    }

    /** Answers the exchange from this fetch, or sends it on its way. On the exchange's event loop. */
    void join(Exchange exchange) {
        Streaming current;
        synchronized (this) {
            current = streaming;
            if (!over && current == null) {
                waiting.add(exchange);
                return;
            }
        }
        if (current == null) {
            core.flights.close(this);
            exchange.resolve();
        } else {
            share(current, exchange, core.now());
        }
    }

    /** Asks the upstream. On the leader's event loop, once. */
    void ask() {
        core.flights.began(this);
        StoredObject stored = leader.candidate();
        if (stored != null && Revalidation.hasValidator(stored.response().head())) {
            send(Revalidation.conditional(request, stored.response()), Upstream.Purpose.REVALIDATE);
        } else {
            send(request, Upstream.Purpose.FETCH);
        }
    }

    private void send(RequestHead head, Upstream.Purpose purpose) {
        askedAtMillis = core.now();
        leader.send(
                new Upstream.Request(head, stamp.sequence(), purpose),
                response -> arrived(response, purpose),
                this::failed);
    }

    private void arrived(Upstream.Response response, Upstream.Purpose purpose) {
        ResponseHead head = response.head();
        List<String> tags = Liveness.tags(head.headers());
        if (core.isClosed()) {
            response.abort().run();
            end().forEach(each -> each.onContext(() -> each.fail(Failure.CLOSED)));
            leader.fail(Failure.CLOSED);
        } else if (isOvertaken(response, tags)) {
            response.abort().run();
            startOver();
        } else if (head.status() == 304 && purpose == Upstream.Purpose.REVALIDATE) {
            response.abort().run();
            confirmed(head);
        } else if (leader.answeredInsteadOf(head.status())) {
            response.abort().run();
            end().forEach(each -> each.onContext(() -> {
                if (!each.answeredInsteadOf(head.status())) {
                    each.resolve();
                }
            }));
        } else {
            // Up to the request's minimum the upstream vouches for it; beyond, the sequence that it gives does.
            stamp.lift(response.fetchedAtSequence(), 0);
            accept(response, tags);
        }
    }

    private boolean isOvertaken(Upstream.Response response, List<String> tags) {
        long fetchedAt = response.fetchedAtSequence();
        return core.liveness.isDead(slot.key(), tags, stamp)
                || (fetchedAt > 0 && core.liveness.isOvertaken(slot.key(), tags, fetchedAt));
    }

    private void startOver() {
        List<Exchange> others = end();
        leader.overtaken();
        others.forEach(each -> each.onContext(each::overtaken));
    }

    // ---- a 304

    private void confirmed(ResponseHead notModified) {
        StoredObject stored = leader.candidate();
        long now = core.now();
        if (stored == null || stored.isDead()) {
            startOver();
            return;
        }
        switch (Revalidation.freshen(
                stored.response(),
                request,
                notModified,
                leader.call().boundsFor(stored.response().head().status()),
                askedAtMillis,
                now)) {
            case Revalidation.Freshened freshened -> refreshed(stored.freshened(freshened.response()), now);
            case Revalidation.UsableOnce once -> {
                core.memory.remove(stored);
                core.lately.note(slot.key(), Lately.Verdict.PASS);
                release(end());
                stored.tryRetain();
                leader.answer(new Answer(
                        once.head(),
                        stored.open(),
                        Outcome.REFRESH_HIT,
                        own(stored.response().head()),
                        0,
                        0,
                        false));
            }
            case Revalidation.Superseded superseded -> send(request, Upstream.Purpose.FETCH);
        }
    }

    private void refreshed(StoredObject fresh, long now) {
        fresh.tryRetain();
        core.store(fresh);
        shareWhole(fresh, end(), now);
        leader.answer(
                Answers.stored(fresh, Outcome.REFRESH_HIT, own(fresh.response().head()), now));
    }

    /** Gives those who waited what is there as a whole; the caller holds a reference to it. */
    private void shareWhole(StoredObject object, List<Exchange> others, long now) {
        StoredResponse response = object.response();
        boolean shareable = isReusable(response, CacheControl.NONE, now);
        if (!shareable) {
            core.lately.note(slot.key(), Lately.Verdict.ALONE);
        }
        for (Exchange each : others) {
            if (!response.varyKey().matches(each.call().request().headers())) {
                each.onContext(() -> each.selectedByOther(response.varyKey().names()));
            } else if (shareable && isReusable(response, each.call().directives(), now) && object.tryRetain()) {
                Answer answer = Answers.stored(object, Outcome.COLLAPSED, object, now);
                each.onContext(() -> each.answerIfValid(answer));
            } else {
                each.onContext(each::leadAlone);
            }
        }
    }

    // ---- a response of its own

    private void accept(Upstream.Response response, List<String> tags) {
        long now = core.now();
        ResponseHead head = response.head();
        switch (Storability.decide(request, head, leader.call().boundsFor(head.status()), now)) {
            case NotStorable not -> {
                StoredObject replaced = leader.candidate();
                if (replaced != null && head.status() < 500) {
                    core.memory.remove(replaced);
                }
                core.lately.note(slot.key(), Lately.Verdict.PASS);
                release(end());
                leader.answerPassed(head, Pass.body(core, leader, response), BypassReason.NOT_STORABLE, own(head));
            }
            case Storable storable -> stream(response, storable, tags, now);
        }
    }

    private void stream(Upstream.Response response, Storable storable, List<String> tags, long now) {
        StoredResponse stored = StoredResponse.of(request, response.head(), storable, askedAtMillis, now);
        ReadStream<Buffer> body = response.body();
        if (body == null) {
            StoredObject whole = new StoredObject(slot.key(), stored, stamp, core.liveness, null);
            core.store(whole);
            shareWhole(whole, end(), now);
            leader.answer(miss(response.head(), stored, EmptyBody.INSTANCE, true, now));
            return;
        }
        boolean shareable = isReusable(stored, CacheControl.NONE, now);
        boolean keep =
                core.budget.admits(SharedBody.declaredLength(response.head().headers()));
        SharedBody shared = new SharedBody(
                core,
                leader.call().context(),
                response,
                body,
                keep,
                new BodyStoring(core, this, request, response.head(), storable, askedAtMillis, now));
        BodyReader reader = shared.join(leader.call().context());
        if (reader == null) {
            throw new IllegalStateException("a body that has not begun has its first byte");
        }
        Streaming current = new Streaming(stored, tags, shared, keep);
        List<Exchange> others;
        if (shareable) {
            others = stream(current);
        } else {
            core.lately.note(slot.key(), Lately.Verdict.ALONE);
            others = List.of();
            release(closeToOthers());
        }
        if (!keep) {
            core.lately.note(slot.key(), Lately.Verdict.PASS);
        }
        others.forEach(each -> share(current, each, now));
        leader.answer(miss(response.head(), stored, streamed(reader, current, leader), keep, now));
        shared.begin();
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

    /** Gives the exchange the body that is coming, if it is what it asked for. On any event loop. */
    private void share(Streaming current, Exchange exchange, long now) {
        StoredResponse response = current.response;
        CacheCall call = exchange.call();
        if (!response.varyKey().matches(call.request().headers())) {
            exchange.onContext(() -> exchange.selectedByOther(response.varyKey().names()));
            return;
        }
        if (!isReusable(response, call.directives(), now)) {
            exchange.onContext(exchange::leadAlone);
            return;
        }
        BodyReader reader = current.body.join(call.context());
        if (reader == null) {
            // Too long to be kept and past its beginning, or broken off, or stored by now.
            core.flights.close(this);
            exchange.onContext(exchange::resolve);
            return;
        }
        long age = response.ageSeconds(now);
        ResponseHead head =
                response.head().withHeaders(response.head().headers().with(HeaderNames.AGE, Long.toString(age)));
        Answer answer = new Answer(
                head,
                streamed(reader, current, exchange),
                Outcome.COLLAPSED,
                new Answers.Fetched(slot.key(), current.tags, stamp, core.liveness, false),
                age,
                Math.floorDiv(response.remainingMillis(now), 1000L),
                current.stored);
        exchange.onContext(() -> exchange.answerIfValid(answer));
    }

    private StreamedBody streamed(BodyReader reader, Streaming current, Exchange exchange) {
        return new StreamedBody(
                reader,
                current.body.declaredLength(),
                new RangeCatchUp(core, exchange, request, current.response, stamp));
    }

    // ---- no response

    private void failed(Throwable cause) {
        Failure failure = UpstreamException.failureOf(cause);
        List<Exchange> others = end();
        if (!leader.answeredInsteadOf(failure)) {
            leader.fail(failure);
        }
        if (others.isEmpty()) {
            return;
        }
        if (takeovers >= MAX_TAKEOVERS) {
            others.forEach(each -> each.onContext(() -> {
                if (!each.answeredInsteadOf(failure)) {
                    each.fail(failure);
                }
            }));
            return;
        }
        Flight next = new Flight(core, slot, core.liveness.now(stamp.sequence()), others.get(0), takeovers + 1);
        next.waiting.addAll(others.subList(1, others.size()));
        core.flights.replace(slot, null, next);
        others.get(0).onContext(next::ask);
    }

    // ---- those who wait

    private synchronized List<Exchange> stream(Streaming current) {
        streaming = current;
        return takeWaiting();
    }

    /** Nobody joins it any more: its body is too long to wait for newcomers. */
    void outgrown() {
        core.lately.note(slot.key(), Lately.Verdict.PASS);
        core.flights.close(this);
    }

    /** Its body has come to an end. Who waits for its head has been told long before. */
    void finished() {
        end();
    }

    private List<Exchange> closeToOthers() {
        core.flights.close(this);
        synchronized (this) {
            over = true;
            return takeWaiting();
        }
    }

    private List<Exchange> end() {
        core.flights.ended(this);
        synchronized (this) {
            over = true;
            streaming = null;
            return takeWaiting();
        }
    }

    private List<Exchange> takeWaiting() {
        List<Exchange> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    /** They have nothing from this response: each starts over, and finds that it need not wait again. */
    private static void release(List<Exchange> others) {
        others.forEach(each -> each.onContext(each::resolve));
    }

    private Answer.Validity own(ResponseHead head) {
        return new Answers.Fetched(slot.key(), Liveness.tags(head.headers()), stamp, core.liveness, true);
    }

    private static boolean isReusable(StoredResponse response, CacheControl directives, long now) {
        return Reuse.decide(response, directives, now) instanceof Reuse.Fresh;
    }
}
