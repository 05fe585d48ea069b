package io.perigee.cache;

import io.perigee.httpcaching.CacheControl;
import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.httpcaching.Reuse;
import io.perigee.httpcaching.Revalidation;
import io.perigee.httpcaching.StoredResponse;
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
 *
 * <p>What becomes of the response is up to {@link FlightResponse}.
 */
final class Flight implements Flights.Underway {
    /** How many followers in a row take over a fetch that failed before its head. */
    private static final int MAX_TAKEOVERS = 1;

    private final CacheCore core;
    private final Flights.Slot slot;
    private final Stamp stamp;
    private final Exchange leader;
    private final int takeovers;
    private final RequestHead request;

    // Guarded by this.
    private final List<Exchange> waiting = new ArrayList<>();
    private @Nullable Streaming streaming;
    private boolean over;

    // Those who waited for the response that is being dealt with. Used on the leader's event loop.
    private List<Exchange> owed = List.of();

    /** The response as others get it. */
    record Streaming(StoredResponse response, List<String> tags, SharedBody body, boolean stored) {}

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

    @Override
    public Stamp stamp() {
        return stamp;
    }

    Exchange leader() {
        return leader;
    }

    /** The request without conditions and range: what a stored response is stored for. */
    RequestHead request() {
        return request;
    }

    /** Whether its response will be good enough for this call, as far as that can be told now. */
    boolean admits(CacheCall call) {
        List<String> tags;
        synchronized (this) {
            tags = streaming == null ? List.of() : streaming.tags;
        }
        return !core.liveness.isDead(slot.key(), tags, stamp)
                && !core.liveness.isStale(slot.key(), tags, stamp)
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
        PartAsked part = core.lately.of(slot.key()) == Lately.Verdict.WHOLE
                ? null
                : Slicing.firstPart(leader.call().request(), core.settings);
        if (stored != null && Revalidation.hasValidator(stored.response().head())) {
            send(Revalidation.conditional(request, stored.response()), Upstream.Purpose.REVALIDATE, null);
        } else if (part != null) {
            send(SliceFlight.request(request, part), Upstream.Purpose.SLICE, part);
        } else {
            fetchWhole();
        }
    }

    /** Asks for all of it, without conditions. */
    void fetchWhole() {
        send(request, leader.candidate() == null ? Upstream.Purpose.FETCH : Upstream.Purpose.REPLACE, null);
    }

    private void send(RequestHead head, Upstream.Purpose purpose, @Nullable PartAsked part) {
        long askedAtMillis = core.now();
        leader.send(
                new Upstream.Request(head, stamp.sequence(), purpose),
                response -> {
                    new FlightResponse(core, this, response, purpose, part, askedAtMillis).arrived();
                    owed = List.of();
                },
                this::failed);
    }

    /** Gives those who waited what is there as a whole; the caller holds a reference to it. */
    void shareWhole(StoredObject object, List<Exchange> others, long now) {
        StoredResponse response = object.asMarked();
        boolean shareable = isReusable(response, CacheControl.NONE, now);
        if (!shareable) {
            core.lately.note(slot.key(), Lately.Verdict.ALONE);
        }
        for (Exchange each : others) {
            if (!response.varyKey().matches(each.call().request().headers())) {
                each.onContext(() -> each.selectedByOther(response.varyKey().names()));
            } else if (shareable && isReusable(response, each.call().directives(), now) && object.tryRetain()) {
                AnswerBody body = object.open(each.call().context());
                if (body == null) {
                    each.onContext(each::resolve);
                } else {
                    Answer answer = Answers.stored(object, body, Outcome.COLLAPSED, object, now);
                    each.onContext(() -> each.answerIfValid(answer));
                }
            } else {
                each.onContext(each::leadAlone);
            }
        }
    }

    /** Gives the exchange the body that is coming, if it is what it asked for. On any event loop. */
    void share(Streaming current, Exchange exchange, long now) {
        StoredResponse response = core.liveness.asMarked(current.response, slot.key(), current.tags, stamp);
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

    StreamedBody streamed(BodyReader reader, Streaming current, Exchange exchange) {
        return new StreamedBody(
                reader,
                current.body.declaredLength(),
                new RangeCatchUp(core, exchange, request, current.response, stamp));
    }

    private void failed(Throwable cause) {
        Failure failure = UpstreamException.failureOf(cause);
        // A defect came between; some of them may have been answered.
        owed.forEach(each -> each.onContext(() -> each.fail(failure)));
        List<Exchange> others = end();
        owed = List.of();
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

    /** Lets those that waited, and those that join from now on, read the body as it comes. */
    synchronized List<Exchange> stream(Streaming current) {
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

    List<Exchange> closeToOthers() {
        core.flights.close(this);
        synchronized (this) {
            over = true;
            return takeWaiting();
        }
    }

    List<Exchange> end() {
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
        if (!taken.isEmpty()) {
            owed = taken;
        }
        return taken;
    }

    /** They have nothing from this response: each starts over, and finds that it need not wait again. */
    static void release(List<Exchange> others) {
        others.forEach(each -> each.onContext(each::resolve));
    }

    static boolean isReusable(StoredResponse response, CacheControl directives, long now) {
        return Reuse.decide(response, directives, now) instanceof Reuse.Fresh;
    }
}
