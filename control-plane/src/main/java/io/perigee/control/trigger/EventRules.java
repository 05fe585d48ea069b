package io.perigee.control.trigger;

import io.perigee.control.change.Changes;
import io.perigee.control.change.Guard;
import io.perigee.control.change.Outcome;
import io.perigee.control.change.Refusal;
import io.perigee.control.store.ReadTransaction;
import io.perigee.control.store.Store;
import io.perigee.control.store.StoredResource;
import io.perigee.control.store.Transaction;
import io.perigee.distribution.EventRule;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Violation;
import io.perigee.distribution.schedule.Schedule;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules by which functions are invoked without anybody asking. They are resources like others but for one thing: nodes need not know them,
 * so they are no part of the change log (docs/decisions/119).
 *
 * <p>All methods block on the database. Thread-safe.
 */
public final class EventRules {

    /** The kind under which rules are stored. */
    public static final String KIND = "EventRule";

    private final Store store;
    private final Changes changes;
    private final InstantSource clock;

    public EventRules(Store store, Changes changes, InstantSource clock) {
        this.store = store;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * A rule as it is stored.
     *
     * @param nextDue when its schedule is due next; empty where it has none or is not enabled
     */
    public record Stored(StoredResource resource, EventRule rule, Optional<Instant> nextDue) {

        public String name() {
            return resource.id();
        }
    }

    /** All rules by name. */
    public List<Stored> all() {
        return store.read(EventRules::all);
    }

    static List<Stored> all(ReadTransaction transaction) {
        return transaction.resources(KIND).stream()
                .map(resource -> stored(transaction, resource))
                .toList();
    }

    public Optional<Stored> find(String name) {
        return store.read(transaction -> find(transaction, name));
    }

    static Optional<Stored> find(ReadTransaction transaction, String name) {
        return transaction.resource(KIND, name).map(resource -> stored(transaction, resource));
    }

    private static Stored stored(ReadTransaction transaction, StoredResource resource) {
        return new Stored(
                resource,
                Documents.parse(resource.document(), EventRule.class).orThrow(),
                transaction.rules().dueAt(resource.id()).map(Instant::ofEpochMilli));
    }

    /**
     * Creates or replaces a rule. Its schedule begins anew unless it is what it was.
     *
     * @param rule a valid one
     */
    public Outcome<Stored> apply(String name, EventRule rule, Guard guard) {
        String etag = Documents.etag(rule);
        boolean known = !changes.refreshed()
                .functions(rule.function(), rule.qualifier())
                .isEmpty();
        return store.inTransaction(transaction -> {
            transaction.rules().takeTurn();
            Optional<Stored> existing = find(transaction, name);
            String present = existing.map(stored -> stored.resource().etag()).orElse(null);
            if (!guard.admits(present)) {
                return Outcome.refused(new Refusal.PreconditionFailed(present));
            }
            if (existing.isPresent() && etag.equals(present)) {
                return Outcome.done(existing.get(), Outcome.Effect.UNCHANGED);
            }
            if (present != null && guard instanceof Guard.None) {
                return Outcome.refused(new Refusal.PreconditionRequired(present));
            }
            if (!known) {
                return Outcome.refused(new Refusal.Conflict(List.of(new Violation(
                        "function",
                        rule.function() + ":" + rule.qualifier(),
                        "a function that exists, in a version that exists"))));
            }
            StoredResource resource = new StoredResource(
                    KIND, name, etag, Documents.toJson(rule).toString(), transaction.head(), clock.millis());
            transaction.put(resource);
            if (existing.isEmpty() || !isSameSchedule(existing.get().rule(), rule)) {
                schedule(transaction, name, rule, clock.instant(), clock.instant());
            }
            Outcome.Effect effect = present == null ? Outcome.Effect.CREATED : Outcome.Effect.REPLACED;
            return Outcome.done(stored(transaction, resource), effect);
        });
    }

    private static boolean isSameSchedule(EventRule one, EventRule other) {
        return one.state() == other.state()
                && Objects.equals(one.scheduleExpression(), other.scheduleExpression())
                && one.scheduleExpressionTimezone().equals(other.scheduleExpressionTimezone());
    }

    /**
     * Notes when the rule is due after {@code now}, if ever.
     *
     * @param last when it was due last, or was made
     */
    static void schedule(Transaction transaction, String name, EventRule rule, Instant last, Instant now) {
        Optional<Instant> next = rule.scheduleExpression() == null || rule.state() == EventRule.State.DISABLED
                ? Optional.empty()
                : Schedule.parse(rule.scheduleExpression())
                        .next(last, now, ZoneId.of(rule.scheduleExpressionTimezone()));
        next.ifPresentOrElse(
                due -> transaction.rules().schedule(name, due.toEpochMilli()),
                () -> transaction.rules().unschedule(name));
    }

    /** Deletes a rule; the value is how it was. */
    public Outcome<Stored> delete(String name, Guard guard) {
        return store.inTransaction(transaction -> {
            transaction.rules().takeTurn();
            Optional<Stored> existing = find(transaction, name);
            if (existing.isEmpty()) {
                return Outcome.refused(new Refusal.NotFound("Rule " + name));
            }
            String present = existing.get().resource().etag();
            if (!guard.admits(present)) {
                return Outcome.refused(new Refusal.PreconditionFailed(present));
            }
            if (guard instanceof Guard.None) {
                return Outcome.refused(new Refusal.PreconditionRequired(present));
            }
            transaction.delete(KIND, name);
            transaction.rules().unschedule(name);
            return Outcome.done(existing.get(), Outcome.Effect.DELETED);
        });
    }
}
