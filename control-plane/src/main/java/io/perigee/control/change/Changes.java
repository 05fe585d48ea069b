package io.perigee.control.change;

import io.perigee.cluster.LogPublisher;
import io.perigee.cluster.log.LogEntry;
import io.perigee.control.store.LoggedChange;
import io.perigee.control.store.Store;
import io.perigee.control.store.StoredInvalidation;
import io.perigee.control.store.StoredResource;
import io.perigee.control.store.Transaction;
import io.perigee.distribution.Invalidation;
import io.perigee.distribution.Resource;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Violation;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.network.NetworkFormat;
import io.perigee.distribution.network.References;
import io.vertx.core.json.JsonArray;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to change the network.
 *
 * <p>A change is checked against the configuration of the very log entry before it, and stored together with its own
 * entry, in one transaction. The row of the log's head is locked from the check on, so this holds for any number of
 * control planes on one database. After the commit the entry goes to the nodes, in the order of the commits; if that
 * fails, or the process dies in between, the cluster's member finds the head in the database and nodes fetch what they
 * miss.
 *
 * <p>All methods block on the database. Thread-safe.
 */
public final class Changes {

    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

    /** Entries between two trims of the log: deleting a batch costs hardly more than deleting one. */
    private static final int TRIM_EVERY = 256;

    private final Store store;
    private final int keptEntries;
    private final ReentrantLock order = new ReentrantLock();
    private final AtomicReference<NetworkConfig> current = new AtomicReference<>(NetworkConfig.EMPTY);
    private volatile @Nullable LogPublisher publisher;

    /** @param keptEntries how many entries the log keeps at least; nodes further behind take a snapshot */
    public Changes(Store store, int keptEntries) {
        this.store = store;
        this.keptEntries = keptEntries;
    }

    /** From now on entries are sent to the nodes. */
    public void publishTo(LogPublisher publisher) {
        this.publisher = publisher;
    }

    /** The configuration as this process saw it last, without asking the database. */
    public NetworkConfig lastSeen() {
        return current.get();
    }

    /** The configuration as the database has it now, other control planes' changes included. */
    public NetworkConfig refreshed() {
        NetworkConfig known = current.get();
        return seen(store.read(transaction -> StoredNetwork.at(transaction.head(), known, transaction)));
    }

    /** Keeps the newest of what readers and writers have seen, and returns {@code now}. */
    private NetworkConfig seen(NetworkConfig now) {
        current.accumulateAndGet(now, (known, read) -> read.sequence() > known.sequence() ? read : known);
        return now;
    }

    /** Creates or replaces a resource. */
    public Outcome<StoredResource> apply(Resource resource, Guard guard) {
        String kind = ResourceKind.of(resource).documentKind();
        return apply(kind, resource.id(), (Record) resource, Change.applied(resource), guard);
    }

    /** Creates or replaces what is stored as a document under a kind and an id. */
    Outcome<StoredResource> apply(String kind, String id, Record document, Change change, Guard guard) {
        String etag = Documents.etag(document);
        return inOrder((transaction, config) -> {
            Optional<StoredResource> existing = transaction.resource(kind, id);
            String present = existing.map(StoredResource::etag).orElse(null);
            if (!guard.admits(present)) {
                return Attempt.refused(new Refusal.PreconditionFailed(present));
            }
            if (existing.isPresent() && etag.equals(present)) {
                return Attempt.of(Outcome.done(existing.get(), Outcome.Effect.UNCHANGED));
            }
            if (present != null && guard instanceof Guard.None) {
                return Attempt.refused(new Refusal.PreconditionRequired(present));
            }
            return applied(transaction, config, kind, id, document, change);
        });
    }

    /** Creates or replaces what is stored as a document, whatever is there, within a transaction in the order of changes. */
    Attempt<StoredResource> applied(
            Transaction transaction, NetworkConfig config, String kind, String id, Record document, Change change) {
        List<Violation> violations = References.check(config, change);
        if (!violations.isEmpty()) {
            return Attempt.refused(new Refusal.Conflict(violations));
        }
        Outcome.Effect effect =
                transaction.resource(kind, id).isPresent() ? Outcome.Effect.REPLACED : Outcome.Effect.CREATED;
        LoggedChange entry = append(transaction, change);
        StoredResource stored = new StoredResource(
                kind,
                id,
                Documents.etag(document),
                Documents.toJson(document).toString(),
                entry.sequence(),
                entry.acceptedAt());
        transaction.put(stored);
        return new Attempt<>(Outcome.done(stored, effect), new Logged(entry, change));
    }

    /** Deletes a resource that nothing uses; the value is the deletion's log entry. */
    public Outcome<Long> delete(ResourceKind kind, String id, Guard guard) {
        return delete(kind.documentKind(), id, kind.managed().containsKey(id), kind.deleted(id), guard);
    }

    /** Deletes what is stored as a document under a kind and an id. */
    Outcome<Long> delete(String kind, String id, boolean managed, Change change, Guard guard) {
        return inOrder((transaction, config) -> {
            Optional<StoredResource> existing = transaction.resource(kind, id);
            if (existing.isEmpty() && !managed) {
                return Attempt.refused(new Refusal.NotFound(kind + " " + id));
            }
            String present = existing.map(StoredResource::etag).orElse(null);
            if (!guard.admits(present)) {
                return Attempt.refused(new Refusal.PreconditionFailed(present));
            }
            if (present != null && guard instanceof Guard.None) {
                return Attempt.refused(new Refusal.PreconditionRequired(present));
            }
            List<Violation> violations = Obstacles.of(transaction, config, change);
            if (!violations.isEmpty()) {
                return Attempt.refused(new Refusal.Conflict(violations));
            }
            transaction.delete(kind, id);
            return deleted(append(transaction, change), change);
        });
    }

    /**
     * Accepts an invalidation. One with the caller reference of an earlier one of the distribution is that one if its
     * paths and tags are the same, and both are soft or neither, else a conflict.
     */
    public Outcome<StoredInvalidation> invalidate(Invalidation invalidation) {
        return inOrder((transaction, config) -> {
            String distribution = invalidation.distributionId();
            if (!config.distributions().containsKey(distribution)) {
                return Attempt.refused(new Refusal.NotFound("Distribution " + distribution));
            }
            Optional<StoredInvalidation> earlier =
                    transaction.invalidationByReference(distribution, invalidation.callerReference());
            if (earlier.isPresent()) {
                return isSame(earlier.get(), invalidation)
                        ? Attempt.of(Outcome.done(earlier.get(), Outcome.Effect.UNCHANGED))
                        : Attempt.refused(new Refusal.Conflict(List.of(new Violation(
                                "callerReference",
                                invalidation.callerReference(),
                                "a reference that was not used for something else before"))));
            }
            Change change = new Change.InvalidationAccepted(invalidation);
            LoggedChange entry = append(transaction, change);
            StoredInvalidation stored = new StoredInvalidation(
                    invalidation.id(),
                    distribution,
                    invalidation.callerReference(),
                    new JsonArray(invalidation.paths()).encode(),
                    new JsonArray(invalidation.tags()).encode(),
                    invalidation.soft(),
                    entry.sequence(),
                    entry.acceptedAt());
            transaction.put(stored);
            return new Attempt<>(Outcome.done(stored, Outcome.Effect.CREATED), new Logged(entry, change));
        });
    }

    private static boolean isSame(StoredInvalidation earlier, Invalidation invalidation) {
        return earlier.soft() == invalidation.soft()
                && set(earlier.paths()).equals(new HashSet<>(invalidation.paths()))
                && set(earlier.tags()).equals(new HashSet<>(invalidation.tags()));
    }

    private static Set<String> set(String json) {
        return new JsonArray(json).stream().map(String::valueOf).collect(Collectors.toSet());
    }

    /** What a transaction came to, with the entry that it has logged, if any. */
    record Attempt<T>(Outcome<T> outcome, @Nullable Logged logged) {

        static <T> Attempt<T> of(Outcome<T> outcome) {
            return new Attempt<>(outcome, null);
        }

        static <T> Attempt<T> refused(Refusal refusal) {
            return of(Outcome.refused(refusal));
        }
    }

    /** An entry and what it says. */
    record Logged(LoggedChange entry, Change change) {}

    static Attempt<Long> deleted(LoggedChange entry, Change change) {
        return new Attempt<>(Outcome.done(entry.sequence(), Outcome.Effect.DELETED), new Logged(entry, change));
    }

    /** Logs a change within its transaction. */
    LoggedChange append(Transaction transaction, Change change) {
        LoggedChange entry = transaction.append(change.kind(), NetworkFormat.write(change));
        if (entry.sequence() % TRIM_EVERY == 0) {
            transaction.trimLog(keptEntries);
        }
        return entry;
    }

    /**
     * Runs a change after all before it.
     *
     * @param work gets the configuration as it is before the change
     */
    <T> Outcome<T> inOrder(BiFunction<Transaction, NetworkConfig, Attempt<T>> work) {
        order.lock();
        try {
            NetworkConfig[] before = new NetworkConfig[1];
            Attempt<T> attempt = store.inTransaction(transaction -> {
                before[0] = StoredNetwork.at(transaction.lockedHead(), current.get(), transaction);
                return work.apply(transaction, before[0]);
            });
            Logged logged = attempt.logged();
            if (logged == null) {
                seen(before[0]);
            } else {
                seen(before[0].with(logged.entry().sequence(), logged.change()));
                LOG.info("entry {}: {}", logged.entry().sequence(), ChangeSubject.of(logged.change()));
                publish(logged.entry());
            }
            return attempt.outcome();
        } finally {
            order.unlock();
        }
    }

    private void publish(LoggedChange entry) {
        LogPublisher to = publisher;
        if (to != null) {
            to.publish(new LogEntry(entry.sequence(), entry.kind(), entry.payload()))
                    .whenComplete((sent, failure) -> {
                        if (failure != null) {
                            LOG.warn(
                                    "entry {} was not sent; nodes will fetch it: {}",
                                    entry.sequence(),
                                    failure.toString());
                        }
                    });
        }
    }
}
