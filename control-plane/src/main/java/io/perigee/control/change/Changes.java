package io.perigee.control.change;

import io.perigee.cluster.LogPublisher;
import io.perigee.cluster.log.LogEntry;
import io.perigee.control.store.LoggedChange;
import io.perigee.control.store.Store;
import io.perigee.control.store.StoredFunction;
import io.perigee.control.store.StoredInvalidation;
import io.perigee.control.store.StoredResource;
import io.perigee.control.store.Transaction;
import io.perigee.distribution.FunctionVersion;
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
        String etag = Documents.etag((Record) resource);
        return inOrder((transaction, config) -> {
            Optional<StoredResource> existing = transaction.resource(kind, resource.id());
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
            Change change = Change.applied(resource);
            List<Violation> violations = References.check(config, change);
            if (!violations.isEmpty()) {
                return Attempt.refused(new Refusal.Conflict(violations));
            }
            LoggedChange entry = append(transaction, change);
            StoredResource stored = new StoredResource(
                    kind,
                    resource.id(),
                    etag,
                    Documents.toJson((Record) resource).toString(),
                    entry.sequence(),
                    entry.acceptedAt());
            transaction.put(stored);
            Outcome.Effect effect = present == null ? Outcome.Effect.CREATED : Outcome.Effect.REPLACED;
            return new Attempt<>(Outcome.done(stored, effect), new Logged(entry, change));
        });
    }

    /** Deletes a resource that nothing uses; the value is the deletion's log entry. */
    public Outcome<Long> delete(ResourceKind kind, String id, Guard guard) {
        return inOrder((transaction, config) -> {
            Optional<StoredResource> existing = transaction.resource(kind.documentKind(), id);
            Change change = kind.deleted(id);
            if (existing.isEmpty() && !kind.managed().containsKey(id)) {
                return Attempt.refused(new Refusal.NotFound(kind.documentKind() + " " + id));
            }
            String present = existing.map(StoredResource::etag).orElse(null);
            if (!guard.admits(present)) {
                return Attempt.refused(new Refusal.PreconditionFailed(present));
            }
            if (present != null && guard instanceof Guard.None) {
                return Attempt.refused(new Refusal.PreconditionRequired(present));
            }
            List<Violation> violations = References.check(config, change);
            if (!violations.isEmpty()) {
                return Attempt.refused(new Refusal.Conflict(violations));
            }
            transaction.delete(kind.documentKind(), id);
            return deleted(append(transaction, change), change);
        });
    }

    /**
     * Publishes a function's next version, unless the newest one is the same code with the same settings.
     *
     * @param draft the version but for its number, which is given here
     */
    public Outcome<StoredFunction> publish(FunctionVersion draft, byte[] code) {
        return inOrder((transaction, config) -> {
            Optional<StoredFunction> newest = transaction.functions(draft.name()).stream()
                    .reduce((older, newer) -> newer)
                    .filter(present -> present.function().equals(draft.withVersion(present.version())));
            if (newest.isPresent()) {
                return Attempt.of(Outcome.done(newest.get(), Outcome.Effect.UNCHANGED));
            }
            List<Violation> violations = References.check(
                    config,
                    new Change.FunctionPublished(draft.withVersion(transaction.functionHead(draft.name()) + 1)));
            if (!violations.isEmpty()) {
                return Attempt.refused(new Refusal.Conflict(violations));
            }
            StoredFunction stored = transaction.publish(draft, code, config.sequence() + 1);
            Change change = new Change.FunctionPublished(stored.function());
            LoggedChange entry = append(transaction, change);
            return new Attempt<>(Outcome.done(stored, Outcome.Effect.CREATED), new Logged(entry, change));
        });
    }

    /** Deletes all versions of a function that no behavior names; the value is the deletion's log entry. */
    public Outcome<Long> deleteFunction(String name) {
        return inOrder((transaction, config) -> {
            if (transaction.functions(name).isEmpty()) {
                return Attempt.refused(new Refusal.NotFound("Function " + name));
            }
            Change change = new Change.FunctionDeleted(name);
            List<Violation> violations = References.check(config, change);
            if (!violations.isEmpty()) {
                return Attempt.refused(new Refusal.Conflict(violations));
            }
            transaction.deleteFunction(name);
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
    private record Attempt<T>(Outcome<T> outcome, @Nullable Logged logged) {

        static <T> Attempt<T> of(Outcome<T> outcome) {
            return new Attempt<>(outcome, null);
        }

        static <T> Attempt<T> refused(Refusal refusal) {
            return of(Outcome.refused(refusal));
        }
    }

    private record Logged(LoggedChange entry, Change change) {}

    private static Attempt<Long> deleted(LoggedChange entry, Change change) {
        return new Attempt<>(Outcome.done(entry.sequence(), Outcome.Effect.DELETED), new Logged(entry, change));
    }

    private LoggedChange append(Transaction transaction, Change change) {
        LoggedChange entry = transaction.append(change.kind(), NetworkFormat.write(change));
        if (entry.sequence() % TRIM_EVERY == 0) {
            transaction.trimLog(keptEntries);
        }
        return entry;
    }

    private <T> Outcome<T> inOrder(BiFunction<Transaction, NetworkConfig, Attempt<T>> work) {
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
                LOG.info("entry {}: {}", logged.entry().sequence(), subject(logged.change()));
                publish(logged.entry());
            }
            return attempt.outcome();
        } finally {
            order.unlock();
        }
    }

    /** What was changed, for people. */
    private static String subject(Change change) {
        return switch (change) {
            case Change.DistributionApplied(var it) -> "distribution " + it.id() + " applied";
            case Change.DistributionDeleted(String id) -> "distribution " + id + " deleted";
            case Change.CachePolicyApplied(var it) -> "cache policy " + it.id() + " applied";
            case Change.CachePolicyDeleted(String id) -> "cache policy " + id + " deleted";
            case Change.OriginRequestPolicyApplied(var it) -> "origin request policy " + it.id() + " applied";
            case Change.OriginRequestPolicyDeleted(String id) -> "origin request policy " + id + " deleted";
            case Change.ResponseHeadersPolicyApplied(var it) -> "response headers policy " + it.id() + " applied";
            case Change.ResponseHeadersPolicyDeleted(String id) -> "response headers policy " + id + " deleted";
            case Change.FunctionPublished(var it) ->
                "function " + it.name() + " version " + it.version() + " published for "
                        + it.runtime().documentName() + ", " + it.size() + " bytes";
            case Change.FunctionDeleted(String name) -> "function " + name + " deleted";
            case Change.InvalidationAccepted(var it) ->
                (it.soft() ? "soft " : "") + "invalidation " + it.id() + " of " + it.distributionId() + ", "
                        + it.paths().size() + " paths, " + it.tags().size() + " tags";
        };
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
