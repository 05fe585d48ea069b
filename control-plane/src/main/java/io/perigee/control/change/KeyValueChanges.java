package io.perigee.control.change;

import io.perigee.control.change.Changes.Attempt;
import io.perigee.control.change.Changes.Logged;
import io.perigee.control.store.LoggedChange;
import io.perigee.control.store.StoredResource;
import io.perigee.control.store.Transaction;
import io.perigee.distribution.KeyValueStore;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Violation;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.References;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes of key value stores and of what is in them. A store's entity tag changes with each of either. All methods block on the database.
 * Thread-safe.
 */
public final class KeyValueChanges {

    /** The kind under which stores are stored, by name. */
    public static final String KIND = "KeyValueStore";

    private final Changes changes;

    public KeyValueChanges(Changes changes) {
        this.changes = changes;
    }

    /** A store as the database has it, without what is in it. */
    public static KeyValueStore.About about(StoredResource stored) {
        return Documents.parse(stored.document(), KeyValueStore.About.class)
                .orThrow()
                .at(stored.sequence());
    }

    /** Creates an empty store, or gives one another comment. */
    public Outcome<KeyValueStore.About> apply(String name, String comment, Guard guard) {
        return changes.inOrder((transaction, config) -> {
            Optional<KeyValueStore.About> present = present(transaction, name);
            Refusal refused = refusal(present, guard);
            if (refused != null) {
                return Attempt.refused(refused);
            }
            if (present.isPresent() && present.get().comment().equals(comment)) {
                return Attempt.of(Outcome.done(present.get(), Outcome.Effect.UNCHANGED));
            }
            long now = transaction.now();
            long created = present.map(KeyValueStore.About::created).orElse(now);
            KeyValueStore.About about = new KeyValueStore.About(name, comment, created, now, 0);
            return stored(
                    transaction,
                    about,
                    new Change.KeyValueStoreApplied(about),
                    References.check(config, new Change.KeyValueStoreApplied(about)),
                    present.isPresent() ? Outcome.Effect.REPLACED : Outcome.Effect.CREATED);
        });
    }

    /** Puts and deletes keys, all or none. */
    public Outcome<KeyValueStore.About> update(String name, KeyValueStore.Update update, Guard guard) {
        return changes.inOrder((transaction, config) -> {
            Optional<KeyValueStore.About> present = present(transaction, name);
            if (present.isEmpty()) {
                return Attempt.refused(new Refusal.NotFound("Key value store " + name));
            }
            Refusal refused = refusal(present, guard);
            if (refused != null) {
                return Attempt.refused(refused);
            }
            long now = transaction.now();
            Change change = new Change.KeyValuesChanged(name, now, update);
            List<Violation> violations = References.check(config, change);
            if (violations.isEmpty()) {
                transaction.update(name, update);
            }
            return stored(transaction, present.get().changedAt(now), change, violations, Outcome.Effect.REPLACED);
        });
    }

    /** Deletes a store that no function reads, with all that is in it; the value is the deletion's log entry. */
    public Outcome<Long> delete(String name, Guard guard) {
        return changes.inOrder((transaction, config) -> {
            Optional<KeyValueStore.About> present = present(transaction, name);
            if (present.isEmpty()) {
                return Attempt.refused(new Refusal.NotFound("Key value store " + name));
            }
            Refusal refused = refusal(present, guard);
            if (refused != null) {
                return Attempt.refused(refused);
            }
            Change change = new Change.KeyValueStoreDeleted(name);
            List<Violation> violations = References.check(config, change);
            if (!violations.isEmpty()) {
                return Attempt.refused(new Refusal.Conflict(violations));
            }
            transaction.delete(KIND, name);
            transaction.deleteKeyValues(name);
            return Changes.deleted(changes.append(transaction, change), change);
        });
    }

    private Attempt<KeyValueStore.About> stored(
            Transaction transaction,
            KeyValueStore.About about,
            Change change,
            List<Violation> violations,
            Outcome.Effect effect) {
        if (!violations.isEmpty()) {
            return Attempt.refused(new Refusal.Conflict(violations));
        }
        LoggedChange entry = changes.append(transaction, change);
        KeyValueStore.About now = about.at(entry.sequence());
        transaction.put(new StoredResource(
                KIND, now.name(), now.etag(), Documents.toJson(now).toString(), entry.sequence(), entry.acceptedAt()));
        return new Attempt<>(Outcome.done(now, effect), new Logged(entry, change));
    }

    private static Optional<KeyValueStore.About> present(Transaction transaction, String name) {
        return transaction.resource(KIND, name).map(KeyValueChanges::about);
    }

    private static @Nullable Refusal refusal(Optional<KeyValueStore.About> present, Guard guard) {
        String etag = present.map(KeyValueStore.About::etag).orElse(null);
        if (!guard.admits(etag)) {
            return new Refusal.PreconditionFailed(etag);
        }
        return etag != null && guard instanceof Guard.None ? new Refusal.PreconditionRequired(etag) : null;
    }
}
