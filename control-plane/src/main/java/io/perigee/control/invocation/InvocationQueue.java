package io.perigee.control.invocation;

import io.perigee.control.store.DeadLetter;
import io.perigee.control.store.InvocationTable;
import io.perigee.control.store.QueuedInvocation;
import io.perigee.control.store.Store;
import io.perigee.control.store.Transaction;
import io.perigee.distribution.EventInvokeConfig;
import io.perigee.distribution.document.Documents;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invocations that nobody waits for, in the database that all control planes share. What was accepted is there until it has succeeded or
 * is a dead letter; a control plane that tries it holds a lease, and when it dies the lease ends and another tries. So each is made at least
 * once.
 *
 * <p>All methods block on the database. Thread-safe.
 */
public final class InvocationQueue {

    private static final Logger LOG = LoggerFactory.getLogger(InvocationQueue.class);

    /**
     * So many invocations led to one that is not made any more, as with <a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html">Lambda's detection of recursive loops</a>.
     */
    static final int MOST_HOPS = 16;

    private final Store store;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final QueueTerms terms;

    /** @param ids gives a new unique id with each call */
    public InvocationQueue(Store store, InstantSource clock, Supplier<String> ids, QueueTerms terms) {
        this.store = store;
        this.clock = clock;
        this.ids = ids;
        this.terms = terms;
    }

    /** What became of the wish for an invocation. */
    public sealed interface Acceptance {
        record Stored(String id) implements Acceptance {}

        /** As many of the function's invocations as allowed are waiting. */
        record Full(long limit) implements Acceptance {}
    }

    /** An invocation that is to be tried now, and the lease under which. */
    public record Leased(QueuedInvocation invocation, String lease, EventInvokeConfig config) {}

    /** Keeps an invocation for later. */
    public Acceptance accept(String function, String qualifier, String region, Buffer payload, String source) {
        return store.inTransaction(transaction -> accept(transaction, function, qualifier, region, payload, source));
    }

    /** The same together with what has caused it. */
    public Acceptance accept(
            Transaction transaction, String function, String qualifier, String region, Buffer payload, String source) {
        InvocationTable table = transaction.invocations();
        if (table.waiting(function) >= terms.limit()) {
            return new Acceptance.Full(terms.limit());
        }
        QueuedInvocation invocation = made(function, qualifier, region, payload, source, 0);
        table.add(invocation, invocation.acceptedAt());
        return new Acceptance.Stored(invocation.id());
    }

    /** The same where nobody could be told that the queue is full: then it is a dead letter at once. */
    public void acceptOrBury(
            Transaction transaction, String function, String qualifier, String region, Buffer payload, String source) {
        if (accept(transaction, function, qualifier, region, payload, source) instanceof Acceptance.Full(long limit)) {
            bury(
                    transaction.invocations(),
                    made(function, qualifier, region, payload, source, 0),
                    "QueueFull",
                    InvocationRecord.message(limit + " invocations of the function were waiting."));
        }
    }

    private QueuedInvocation made(
            String function, String qualifier, String region, Buffer payload, String source, int hops) {
        return new QueuedInvocation(
                ids.get(), function, qualifier, region, payload, source, clock.millis(), 0, 0, hops);
    }

    private void bury(InvocationTable table, QueuedInvocation invocation, String reason, Buffer response) {
        table.bury(new DeadLetter(invocation, clock.millis(), reason, response));
    }

    /** Takes up to {@code most} invocations that are due, of each function no more than may run at a time. */
    List<Leased> take(int most) {
        if (store.read(transaction -> transaction.invocations().functionsDue(clock.millis()))
                .isEmpty()) {
            return List.of();
        }
        return store.inTransaction(transaction -> {
            InvocationTable table = transaction.invocations();
            table.takeTurn();
            long now = clock.millis();
            long until = now + terms.lease().toMillis();
            Map<String, Integer> tried = table.beingTried(now);
            List<Leased> taken = new ArrayList<>();
            for (String function : table.functionsDue(now)) {
                EventInvokeConfig config = config(table, function);
                int room = config.concurrency() - tried.getOrDefault(function, 0);
                for (QueuedInvocation due :
                        table.due(function, now, Math.max(0, Math.min(room, most - taken.size())))) {
                    String lease = ids.get();
                    if (table.lease(due.id(), lease, until)) {
                        taken.add(new Leased(due, lease, config));
                    }
                }
            }
            return taken;
        });
    }

    /** How many invocations were accepted and are not done. */
    public long waiting() {
        return store.read(transaction -> transaction.invocations().waiting());
    }

    /** Notes what came of a try. */
    void settle(Leased leased, Attempt attempt) {
        long now = clock.millis();
        QueuedInvocation invocation = leased.invocation();
        switch (attempt) {
            case Attempt.Returned returned -> succeeded(leased, returned);
            case Attempt.Failed failed ->
                settle(leased, terms.retries().afterError(invocation, leased.config(), now), attempt);
            case Attempt.NotFound notFound ->
                settle(leased, new RetryRules.Next.GivenUp(invocation, "FunctionNotFound"), attempt);
            case Attempt.Throttled throttled ->
                settle(leased, terms.retries().afterDeferral(invocation, leased.config(), now), attempt);
            case Attempt.Unavailable unavailable ->
                settle(leased, terms.retries().afterDeferral(invocation, leased.config(), now), attempt);
        }
    }

    private void succeeded(Leased leased, Attempt.Returned returned) {
        store.inTransaction(transaction -> {
            InvocationTable table = transaction.invocations();
            boolean removed = table.remove(leased.invocation().id(), leased.lease());
            String destination = leased.config().onSuccess();
            if (removed && destination != null) {
                send(table, destination, leased, "Success", returned);
            }
            return removed;
        });
    }

    private void settle(Leased leased, RetryRules.Next next, Attempt attempt) {
        store.inTransaction(transaction -> {
            InvocationTable table = transaction.invocations();
            switch (next) {
                case RetryRules.Next.Again(QueuedInvocation invocation, long dueAt) ->
                    table.giveBack(invocation, leased.lease(), dueAt);
                case RetryRules.Next.GivenUp(QueuedInvocation invocation, String reason) -> {
                    if (table.remove(invocation.id(), leased.lease())) {
                        bury(table, invocation, reason, InvocationRecord.response(attempt));
                        String destination = leased.config().onFailure();
                        if (destination != null) {
                            send(
                                    table,
                                    destination,
                                    new Leased(invocation, leased.lease(), leased.config()),
                                    reason,
                                    attempt);
                        }
                    }
                }
            }
            return next;
        });
    }

    /**
     * In the same transaction as what it is about, and whatever the destination's queue has: the record must not be lost. Destinations that
     * lead back to themselves would never end: where too many invocations have led to this one, it is a dead letter.
     */
    private void send(InvocationTable table, String destination, Leased about, String condition, Attempt attempt) {
        QueuedInvocation invocation = about.invocation();
        Buffer record = InvocationRecord.of(invocation, condition, attempt, clock.instant());
        QueuedInvocation sent = made(
                destination,
                "latest",
                invocation.region(),
                record,
                "destination of " + invocation.function(),
                invocation.hops() + 1);
        if (sent.hops() < MOST_HOPS) {
            table.add(sent, sent.acceptedAt());
        } else {
            LOG.warn(
                    "an invocation of {} is the {}th in a chain of destinations and is not made: a dead letter",
                    destination,
                    MOST_HOPS);
            bury(
                    table,
                    sent,
                    "RecursiveLoop",
                    InvocationRecord.message(MOST_HOPS + " invocations led to this one through destinations."));
        }
    }

    /** The function's configuration, its own or the default one. */
    public EventInvokeConfig config(String function) {
        return store.read(transaction -> config(transaction.invocations(), function));
    }

    private static EventInvokeConfig config(InvocationTable table, String function) {
        return table.config(function)
                .map(document ->
                        Documents.parse(document, EventInvokeConfig.class).orThrow())
                .orElse(EventInvokeConfig.DEFAULT);
    }

    public void configure(String function, EventInvokeConfig config) {
        store.inTransaction(transaction -> {
            transaction
                    .invocations()
                    .putConfig(function, Documents.toJson(config).toString());
            return config;
        });
    }

    /** Goes back to the default configuration. */
    public void resetConfig(String function) {
        store.inTransaction(transaction -> transaction.invocations().deleteConfig(function));
    }

    /** The function's dead letters with ids after {@code afterId}, by id. */
    public List<DeadLetter> deadLetters(String function, String afterId, int limit) {
        return store.read(transaction -> transaction.invocations().deadLetters(function, afterId, limit));
    }

    public Optional<DeadLetter> deadLetter(String function, String id) {
        return store.read(transaction -> transaction.invocations().deadLetter(function, id));
    }

    /** Returns whether there was such a letter. */
    public boolean deleteDeadLetter(String function, String id) {
        return store.inTransaction(transaction -> transaction.invocations().deleteDeadLetter(function, id));
    }

    /** Lets a dead letter be tried as if it were new, in place of being one; nothing if there is no such letter. */
    public Optional<Acceptance> replay(String function, String id) {
        return store.inTransaction(transaction -> transaction
                .invocations()
                .deadLetter(function, id)
                .map(letter -> {
                    QueuedInvocation dead = letter.invocation();
                    Acceptance acceptance = accept(
                            transaction, function, dead.qualifier(), dead.region(), dead.payload(), dead.source());
                    if (acceptance instanceof Acceptance.Stored) {
                        transaction.invocations().deleteDeadLetter(function, id);
                    }
                    return acceptance;
                }));
    }
}
