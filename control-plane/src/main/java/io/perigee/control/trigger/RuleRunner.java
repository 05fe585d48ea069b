package io.perigee.control.trigger;

import io.perigee.control.invocation.InvocationQueue;
import io.perigee.control.store.LoggedChange;
import io.perigee.control.store.ReadTransaction;
import io.perigee.control.store.RuleTable;
import io.perigee.control.store.Store;
import io.perigee.control.store.Transaction;
import io.perigee.distribution.EventPattern;
import io.perigee.distribution.EventRule;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets rules fire: puts invocations of their functions into the queue. What has fired and what is queued is one transaction, so each due time
 * and each event is queued once, whichever control plane does it and whenever it is killed.
 *
 * <p>A schedule that was due several times while no control plane was there fires once, with the first of these times. Events are read out of the
 * change log, in which every change is stored together with itself (docs/decisions/123).
 *
 * <p>All methods block on the database. Thread-safe.
 */
public final class RuleRunner {

    private static final Logger LOG = LoggerFactory.getLogger(RuleRunner.class);

    /** Entries of the log that are read at a time. */
    private static final int PAGE = 200;

    private final Store store;
    private final InvocationQueue queue;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final Place place;

    /**
     * What events say of where they come from.
     *
     * @param account the network's name
     * @param region the control plane's
     */
    public record Place(String account, String region) {}

    /** @param ids gives a new unique id with each call */
    public RuleRunner(Store store, InvocationQueue queue, InstantSource clock, Supplier<String> ids, Place place) {
        this.store = store;
        this.queue = queue;
        this.clock = clock;
        this.ids = ids;
        this.place = place;
    }

    /**
     * Queues what is due now and what has happened since the last time.
     *
     * @param completed gives the last entry of the log that all nodes have, as far as it matters for an entry
     * @return how many rules have fired
     */
    public int run(LongUnaryOperator completed) {
        long now = clock.millis();
        Seen seen = store.read(transaction -> look(transaction, now));
        int fired = seen.due() ? store.inTransaction(transaction -> fireDue(transaction, now)) : 0;
        return fired + tell(seen, completed);
    }

    /** What there may be to do. */
    private record Seen(boolean due, RuleTable.Cursor cursor, long head) {}

    private static Seen look(ReadTransaction transaction, long now) {
        RuleTable rules = transaction.rules();
        return new Seen(!rules.due(now).isEmpty(), rules.cursor(), transaction.head());
    }

    private int fireDue(Transaction transaction, long now) {
        transaction.rules().takeTurn();
        List<String> due = transaction.rules().due(now);
        due.forEach(name -> fire(transaction, name));
        return due.size();
    }

    private void fire(Transaction transaction, String name) {
        EventRules.Stored stored = EventRules.find(transaction, name).orElseThrow();
        Instant due = stored.nextDue().orElseThrow();
        queue(
                transaction,
                stored,
                event("aws.events", "Scheduled Event", due, List.of("rule/" + name), new JsonObject()));
        EventRules.schedule(transaction, name, stored.rule(), due, clock.instant());
    }

    private Event event(String source, String detailType, Instant time, List<String> resources, JsonObject detail) {
        return new Event(ids.get(), detailType, source, place.account(), time, place.region(), resources, detail);
    }

    private int tell(Seen seen, LongUnaryOperator completed) {
        RuleTable.Cursor known = seen.cursor();
        long head = seen.head();
        long reached = known.completed() < head ? Math.min(head, completed.applyAsLong(head)) : known.completed();
        if (known.accepted() >= head && known.completed() >= reached) {
            return 0;
        }
        return store.inTransaction(transaction -> {
            transaction.rules().takeTurn();
            List<EventRules.Stored> listening = EventRules.all(transaction).stream()
                    .filter(stored -> stored.rule().state() == EventRule.State.ENABLED
                            && stored.rule().eventPattern() != null)
                    .toList();
            RuleTable.Cursor cursor = transaction.rules().cursor();
            Told accepted = tell(transaction, listening, ControlEvents.Phase.ACCEPTED, cursor.accepted(), head);
            Told everywhere = tell(transaction, listening, ControlEvents.Phase.COMPLETED, cursor.completed(), reached);
            transaction.rules().moveTo(new RuleTable.Cursor(accepted.upTo(), everywhere.upTo()));
            return accepted.fired() + everywhere.fired();
        });
    }

    private record Told(long upTo, int fired) {}

    /** Tells of the entries after {@code from} up to {@code to}, or as many as are read at a time. */
    private Told tell(
            Transaction transaction, List<EventRules.Stored> listening, ControlEvents.Phase phase, long from, long to) {
        if (from >= to || listening.isEmpty()) {
            return new Told(Math.max(from, to), 0);
        }
        if (transaction.oldestEntry() > from + 1) {
            LOG.warn("the log has lost entries after {} of which rules were to be told", from);
        }
        List<LoggedChange> page = transaction.entriesAfter(from, PAGE).stream()
                .takeWhile(entry -> entry.sequence() <= to)
                .toList();
        int fired = 0;
        for (LoggedChange entry : page) {
            Optional<ControlEvents.Happened> happened = ControlEvents.of(entry, phase);
            if (happened.isPresent()) {
                fired += tell(transaction, listening, happened.get(), time(entry, phase));
            }
        }
        return new Told(page.isEmpty() ? to : page.getLast().sequence(), fired);
    }

    private Instant time(LoggedChange entry, ControlEvents.Phase phase) {
        return switch (phase) {
            case ACCEPTED -> Instant.ofEpochMilli(entry.acceptedAt());
            case COMPLETED -> clock.instant();
        };
    }

    private int tell(
            Transaction transaction, List<EventRules.Stored> listening, ControlEvents.Happened happened, Instant time) {
        int fired = 0;
        for (EventRules.Stored stored : listening) {
            EventPattern pattern = stored.rule().eventPattern();
            if (pattern != null && pattern.matches(ControlEvents.SOURCE, happened.detailType(), happened.resources())) {
                queue(
                        transaction,
                        stored,
                        event(
                                ControlEvents.SOURCE,
                                happened.detailType(),
                                time,
                                happened.resources(),
                                happened.detail()));
                fired++;
            }
        }
        return fired;
    }

    private void queue(Transaction transaction, EventRules.Stored stored, Event event) {
        EventRule rule = stored.rule();
        queue.acceptOrBury(
                transaction,
                rule.function(),
                rule.qualifier(),
                rule.region(),
                rule.input() == null ? event.toBuffer() : Buffer.buffer(rule.input()),
                "rule " + stored.name());
    }
}
