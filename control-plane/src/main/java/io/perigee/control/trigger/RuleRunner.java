package io.perigee.control.trigger;

import io.perigee.control.invocation.InvocationQueue;
import io.perigee.control.store.Store;
import io.perigee.control.store.Transaction;
import io.perigee.distribution.EventRule;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lets rules fire: puts invocations of their functions into the queue. What has fired and what is queued is one transaction, so each due time
 * and each event is queued once, whichever control plane does it and whenever it is killed.
 *
 * <p>A schedule that was due several times while no control plane was there fires once, with the first of these times.
 *
 * <p>All methods block on the database. Thread-safe.
 */
public final class RuleRunner {

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

    /** Queues what is due now; returns how many invocations were queued. */
    public int run() {
        long now = clock.millis();
        if (store.read(transaction -> transaction.rules().due(now)).isEmpty()) {
            return 0;
        }
        return store.inTransaction(transaction -> {
            transaction.rules().takeTurn();
            List<String> due = transaction.rules().due(now);
            due.forEach(name -> fire(transaction, name));
            return due.size();
        });
    }

    private void fire(Transaction transaction, String name) {
        EventRules.Stored stored = EventRules.find(transaction, name).orElseThrow();
        Instant due = stored.nextDue().orElseThrow();
        queue(
                transaction,
                stored,
                new Event(
                        ids.get(),
                        "Scheduled Event",
                        "aws.events",
                        place.account(),
                        due,
                        place.region(),
                        List.of("rule/" + name),
                        new JsonObject()));
        EventRules.schedule(transaction, name, stored.rule(), due, clock.instant());
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
