package io.perigee.cache;

import io.perigee.cache.Outcome.Bypass;
import io.perigee.cache.Outcome.Bypass.BypassReason;
import io.perigee.cache.Outcome.Miss.ForwardReason;
import io.perigee.cache.Outcome.StaleHit;
import io.perigee.cache.Outcome.StaleHit.StaleReason;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.HopByHop;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.httpcaching.Reuse;
import io.perigee.httpcaching.Reuse.AcceptedStale;
import io.perigee.httpcaching.Reuse.Fresh;
import io.perigee.httpcaching.Reuse.GatewayTimeout;
import io.perigee.httpcaching.Reuse.MustRevalidate;
import io.perigee.httpcaching.Reuse.StaleWhileRevalidate;
import io.perigee.httpcaching.StoredResponse;
import io.perigee.httpcaching.VaryKey;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call that could not be answered at once: it looks what is stored, joins a fetch or leads one or passes, and starts over when an
 * invalidation overtakes it. Used on the call's event loop only.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /**
     * For how long a call that is overtaken by one invalidation after the other is taken up again: as long as CloudFront waits for an
     * origin. It costs an origin no more than the invalidations do: a fetch begins again only for one that came while it was under way, and all who
     * wait for it share the next one.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How often it is taken up again in any case: a single fetch may take longer than that. */
    private static final int LEAST_ATTEMPTS = 4;

    private final CacheCore core;
    private final CacheCall call;
    private final Upstream upstream;
    private final Reply reply;
    private final long startedNanos;

    private int overtakes;
    private boolean reselected;
    private List<String> varyNames = List.of();
    private ForwardReason forwardReason = ForwardReason.URI_MISS;
    // What is stored for the request and cannot be served as it is; held until the call is answered.
    private @Nullable StoredObject candidate;
    private @Nullable MustRevalidate staleness;

    Exchange(CacheCore core, CacheCall call, Upstream upstream, Handler<Answer> answered) {
        this.core = core;
        this.call = call;
        this.upstream = upstream;
        this.reply = new Reply(core, call, answered);
        this.startedNanos = core.nanos();
    }

    CacheCall call() {
        return call;
    }

    ForwardReason forwardReason() {
        return forwardReason;
    }

    @Nullable
    StoredObject candidate() {
        return candidate;
    }

    /** Runs on the call's event loop: now, if this is it. What it throws ends this call, and nobody else's. */
    void onContext(Runnable action) {
        if (call.context() instanceof ContextInternal context && context.inThread()) {
            guarded(action);
        } else {
            call.context().runOnContext(now -> guarded(action));
        }
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable defect) {
            LOG.error("the call for {} cannot go on", call.key(), defect);
            fail(Failure.UPSTREAM_FAILED);
        }
    }

    /** Looks what is stored and goes on from there. */
    void resolve() {
        letGoOfCandidate();
        if (core.isClosed()) {
            fail(Failure.CLOSED);
        } else {
            look();
            if (candidate == null && core.disk.mayHave(call.key())) {
                core.disk.load(
                        call.key(), call.context(), object -> object.select(call.forwarded()) != null, new FromDisk());
            } else {
                decide(core.now());
            }
        }
    }

    /** Goes on with what was on disk, or was not. */
    private final class FromDisk implements DiskLoads.Loaded {
        @Override
        public void found(@Nullable StoredObject object, boolean first) {
            if (object != null) {
                if (first) {
                    core.promote(object);
                }
                consider(object);
            }
            if (core.isClosed()) {
                fail(Failure.CLOSED);
            } else {
                decide(core.now());
            }
        }

        @Override
        public void again() {
            resolve();
        }
    }

    /** An invalidation has overtaken the fetch: starts over, but not for ever. */
    void overtaken() {
        if (++overtakes > LEAST_ATTEMPTS && core.nanos() - startedNanos > PATIENCE.toNanos()) {
            fail(Failure.OVERTAKEN_BY_INVALIDATIONS);
        } else {
            // In a turn of its own: an upstream that answers at once would be asked again within its own answer, and
            // again within that.
            call.context().runOnContext(turn -> guarded(this::resolve));
        }
    }

    /** The fetch that this waited for is for requests with other values in these fields: looks for one of its own kind, once. */
    void selectedByOther(List<String> fields) {
        if (reselected) {
            leadAlone();
        } else {
            reselected = true;
            varyNames = fields;
            resolve();
        }
    }

    private void look() {
        StoredVariants stored = core.memory.get(call.key());
        if (stored == null) {
            forwardReason = ForwardReason.URI_MISS;
            return;
        }
        if (!reselected) {
            varyNames = stored.varyNames();
        }
        StoredObject selected = stored.select(call.forwarded());
        if (selected == null || !selected.tryRetain()) {
            forwardReason = ForwardReason.VARY_MISS;
        } else if (selected.isGone()) {
            forwardReason = ForwardReason.URI_MISS;
            core.memory.remove(selected);
            selected.release();
        } else {
            consider(selected);
        }
    }

    /** Takes over a reference to what is stored for the request. */
    private void consider(StoredObject selected) {
        if (selected.isDead()) {
            forwardReason = ForwardReason.INVALIDATED;
            core.remove(selected);
            selected.release();
        } else if (selected.sequence() < call.minimumSequence()) {
            // This node has not heard yet what may have been invalidated: it cannot even vouch for the body behind a
            // validator.
            forwardReason = ForwardReason.INVALIDATED;
            selected.release();
        } else {
            forwardReason = ForwardReason.STALE;
            candidate = selected;
        }
    }

    private void decide(long now) {
        StoredObject stored = candidate;
        if (stored == null || !core.liveness.logKept()) {
            if (call.directives().onlyIfCached()) {
                fail(Failure.ONLY_IF_CACHED);
            } else {
                forward();
            }
            return;
        }
        switch (Reuse.decide(stored.asMarked(), call.directives(), now)) {
            case Fresh fresh -> answerStored(Outcome.HIT, now);
            case AcceptedStale accepted -> answerStored(new StaleHit(StaleReason.MAX_STALE), now);
            case StaleWhileRevalidate permitted -> {
                if (!stored.isUpstreamSpared(now)) {
                    refresh(stored);
                }
                answerStored(new StaleHit(StaleReason.WHILE_REVALIDATE), now);
            }
            case GatewayTimeout timeout -> fail(Failure.ONLY_IF_CACHED);
            case MustRevalidate must -> {
                staleness = must;
                forwardReason = switch (must.reason()) {
                    case EXPIRED, NO_CACHE -> ForwardReason.STALE;
                    case REQUEST_NO_CACHE, REQUEST_MAX_AGE, REQUEST_MIN_FRESH -> ForwardReason.REQUEST;
                };
                if (stored.isUpstreamSpared(now) && must.permitsOnUnreachable(now)) {
                    answerStored(new StaleHit(StaleReason.IF_ERROR), now);
                } else {
                    forward();
                }
            }
        }
    }

    /** Joins a fetch, or leads one, or passes. */
    private void forward() {
        if (call.directives().noStore()) {
            // Nothing of the response may be stored (RFC 9111 section 5.2.1.5): nobody else is to wait for it.
            pass(BypassReason.CALL);
            return;
        }
        if (candidate == null && call.request().method().equals("HEAD")) {
            pass(BypassReason.HEAD);
            return;
        }
        if (!core.liveness.logKept()) {
            // Another's fetch may have started before an invalidation that this node has not heard of.
            leadAlone();
            return;
        }
        while (true) {
            Flights.Slot slot = slot();
            Flight present = core.flights.get(slot);
            if (present != null && present.admits(call)) {
                present.join(this);
                return;
            }
            Lately.Verdict verdict = core.lately.of(call.key());
            if (verdict == Lately.Verdict.PASS) {
                pass(BypassReason.NOT_SHARED_LATELY);
                return;
            }
            if (verdict == Lately.Verdict.ALONE) {
                leadAlone();
                return;
            }
            Flight flight = newFlight(slot);
            if (core.flights.replace(slot, present, flight)) {
                flight.ask();
                return;
            }
        }
    }

    /** Fetches for itself, and stores what it gets. */
    void leadAlone() {
        newFlight(slot()).ask();
    }

    private Flight newFlight(Flights.Slot slot) {
        return new Flight(core, slot, core.liveness.now(call.minimumSequence()), this);
    }

    private Flights.Slot slot() {
        Headers headers = call.request().headers();
        return new Flights.Slot(call.key(), varyNames.isEmpty() ? VaryKey.NONE : VaryKey.select(varyNames, headers));
    }

    /** Validates in the background what is being served stale, unless that is under way. */
    private void refresh(StoredObject stored) {
        Exchange background = new Exchange(core, call.inBackground(), upstream, Answer::discard);
        background.varyNames = varyNames;
        Flights.Slot slot = slot();
        if (core.flights.get(slot) != null || !stored.tryRetain()) {
            return;
        }
        background.candidate = stored;
        background.staleness = whileRevalidating(stored.asMarked());
        background.forwardReason = ForwardReason.STALE;
        Flight flight = background.newFlight(slot);
        if (core.flights.replace(slot, null, flight)) {
            core.tally.backgroundRefreshes.increment();
            // Not before the stale answer is on its way.
            call.context().runOnContext(now -> flight.ask());
        } else {
            background.letGoOfCandidate();
        }
    }

    /** An error in the background does not take the place of what may go on being served. */
    private static MustRevalidate whileRevalidating(StoredResponse stale) {
        long until = stale.expiresAtMillis() + stale.staleWhileRevalidateMillis();
        return new MustRevalidate(Reuse.Reason.EXPIRED, until, true);
    }

    /** As {@link Asking#send}. */
    void send(Upstream.Request request, Consumer<Upstream.Response> arrived, Consumer<Throwable> failed) {
        new Asking(core, this, upstream).send(request, arrived, failed);
    }

    /** Sends the request as it is, for this call only. */
    void pass(BypassReason reason) {
        new Pass(core, this, reason).send();
    }

    /** Serves what is stored instead of an error response, if that is permitted. */
    boolean answeredInsteadOf(int status) {
        long now = core.now();
        MustRevalidate permission = staleness;
        return permission != null && permission.permitsOnError(status, now) && answeredStale(status, now);
    }

    /** There will be no response: serves what is stored, if that is permitted. */
    boolean answeredInsteadOf(Failure failure) {
        long now = core.now();
        MustRevalidate permission = staleness;
        return permission != null
                && failure.fromUpstream()
                && permission.permitsOnUnreachable(now)
                && answeredStale(failure.status(), now);
    }

    private boolean answeredStale(int status, long now) {
        StoredObject stored = candidate;
        if (stored == null || !stored.holdsStale()) {
            return false;
        }
        stored.spareUpstreamUntil(now + call.errorTtl().seconds(status) * 1000);
        answerStored(new StaleHit(StaleReason.IF_ERROR), now);
        return true;
    }

    private void answerStored(Outcome outcome, long now) {
        StoredObject stored = candidate;
        if (stored == null) {
            throw new IllegalStateException("there is nothing stored to answer with");
        }
        candidate = null;
        answerFrom(stored, outcome, stored, now);
    }

    /** Answers out of what is stored; takes over a reference to it. */
    void answerFrom(StoredObject object, Outcome outcome, Answer.Validity validity, long now) {
        if (object.isSliced()) {
            new SlicedAnswer(core, this, object, outcome, validity).give();
        } else {
            AnswerBody body = object.open(call.context());
            if (body == null) {
                // The ring on disk has come round.
                core.memory.remove(object);
                overtaken();
            } else {
                answer(Answers.stored(object, body, outcome, validity, now));
            }
        }
    }

    void fail(Failure failure) {
        answer(Answers.failed(failure));
    }

    /** Delivers what came out of another's fetch or of the cache, unless it fell dead on the way. */
    void answerIfValid(Answer answer) {
        if (answer.stillValid()) {
            answer(answer);
        } else {
            answer.discard();
            overtaken();
        }
    }

    void answer(Answer answer) {
        letGoOfCandidate();
        reply.give(answer);
    }

    void letGoOfCandidate() {
        StoredObject held = candidate;
        candidate = null;
        staleness = null;
        if (held != null) {
            held.release();
        }
    }

    /** A response that is passed on, for this call only. */
    void answerPassed(ResponseHead head, AnswerBody body, BypassReason reason, Answer.Validity validity) {
        ResponseHead endToEnd = head.withHeaders(HopByHop.strip(head.headers()));
        answer(new Answer(endToEnd, body, new Bypass(reason, forwardReason), validity, 0, 0, false));
    }
}
