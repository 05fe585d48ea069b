package io.perigee.control.store;

import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.KeyValueStore;
import java.time.InstantSource;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What can be read and changed within one transaction of the {@link Store}. Not for use after the transaction. */
public final class Transaction extends ReadTransaction {

    /** More changes than are made between a backup and its restoration; a hundred years of ten changes a minute are half of it. */
    private static final long EPOCH = 1_000_000_000;

    private final InstantSource clock;

    Transaction(Handle handle, InstantSource clock) {
        super(handle);
        this.clock = clock;
    }

    /** Gives the change the log's next sequence. Concurrent transactions wait for each other here, so sequences have no gaps. */
    public LoggedChange append(String kind, String payload) {
        long sequence = handle.createQuery(
                        "UPDATE log_head SET sequence = sequence + 1 WHERE id = 1 RETURNING sequence")
                .mapTo(Long.class)
                .one();
        LoggedChange change = new LoggedChange(sequence, kind, payload, clock.millis());
        handle.execute(
                "INSERT INTO log_entry (sequence, kind, payload, accepted_at) VALUES (?, ?, ?, ?)",
                sequence,
                kind,
                payload,
                change.acceptedAt());
        return change;
    }

    /**
     * The sequence of the newest entry, which stays the newest one until this transaction ends unless it appends itself:
     * what is decided by the state at that entry still holds when the decision is stored.
     */
    public long lockedHead() {
        return handle.createQuery("UPDATE log_head SET sequence = sequence WHERE id = 1 RETURNING sequence")
                .mapTo(Long.class)
                .one();
    }

    /** The log's identity, made now if the database has none yet. */
    public LogIdentity logIdentity() {
        int inserted = handle.execute(
                "INSERT INTO log_identity (id, log) VALUES (1, ?) ON CONFLICT (id) DO NOTHING",
                UUID.randomUUID().toString());
        String log = handle.createQuery("SELECT log FROM log_identity WHERE id = 1")
                .mapTo(String.class)
                .one();
        return new LogIdentity(log, inserted == 1 && head() == 0);
    }

    /**
     * Makes another log of what the database holds, for a database that was restored: nodes that have applied what is not in it any more take
     * all of it anew, since the log's identity is another. Its numbers go on where no number has been before: what was fetched, or is on its
     * way, under a number of the old log is older than every entry to come.
     *
     * @return the sequence at which it goes on
     */
    public long newEpoch() {
        handle.execute("DELETE FROM log_identity");
        handle.execute("DELETE FROM control_plane");
        return handle.createQuery("UPDATE log_head SET sequence = (sequence / " + EPOCH + " + 1) * " + EPOCH
                        + " WHERE id = 1 RETURNING sequence")
                .mapTo(Long.class)
                .one();
    }

    /**
     * Drops entries older than the newest {@code keep}, and the invalidations among them: a node that needs them takes a
     * snapshot instead, and nobody asks any more how far they are.
     *
     * @return how many entries were dropped
     */
    public int trimLog(long keep) {
        long last = head() - keep;
        handle.execute("DELETE FROM invalidation WHERE sequence <= ?", last);
        return handle.execute("DELETE FROM log_entry WHERE sequence <= ?", last);
    }

    /** Notes that the control plane is there. */
    public void noteControlPlane(String name, long count) {
        handle.execute(
                "INSERT INTO control_plane (name, count) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET count = excluded.count",
                name,
                count);
    }

    /** Forgets a control plane's note unless it is another one by now. */
    public void forgetControlPlane(String name, long count) {
        handle.execute("DELETE FROM control_plane WHERE name = ? AND count = ?", name, count);
    }

    /** Creates the resource or replaces it. */
    public void put(StoredResource resource) {
        handle.execute(
                "INSERT INTO resource (kind, id, etag, document, sequence, updated_at) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (kind, id) DO UPDATE SET etag = excluded.etag, document = excluded.document,"
                        + " sequence = excluded.sequence, updated_at = excluded.updated_at",
                resource.kind(),
                resource.id(),
                resource.etag(),
                resource.document(),
                resource.sequence(),
                resource.updatedAt());
    }

    /** Returns whether there was such a resource. */
    public boolean delete(String kind, String id) {
        return handle.execute("DELETE FROM resource WHERE kind = ? AND id = ?", kind, id) > 0;
    }

    /** Stores the code under the function's next version and returns it. Versions go on counting after a deletion. */
    public StoredFunction publish(FunctionVersion draft, byte[] code, long sequence) {
        int version = handle.createQuery("INSERT INTO function_head (name, version) VALUES (:name, 1)"
                        + " ON CONFLICT (name) DO UPDATE SET version = function_head.version + 1 RETURNING version")
                .bind("name", draft.name())
                .mapTo(Integer.class)
                .one();
        FunctionVersion function = draft.withVersion(version);
        long publishedAt = clock.millis();
        handle.execute(
                "INSERT INTO function_version (name, version, runtime, sha256, size_bytes, handler, memory_size,"
                        + " timeout_seconds, key_value_store, code, published_at, sequence)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                function.name(),
                version,
                function.runtime().documentName(),
                function.sha256(),
                function.size(),
                function.handler(),
                function.memorySize(),
                function.timeout(),
                function.keyValueStore(),
                code,
                publishedAt,
                sequence);
        return new StoredFunction(function, publishedAt, sequence);
    }

    /** Deletes all versions of the function; returns how many there were. */
    public int deleteFunction(String name) {
        return handle.execute("DELETE FROM function_version WHERE name = ?", name);
    }

    /** Deletes a version of the function. */
    public void deleteFunction(String name, int version) {
        handle.execute("DELETE FROM function_version WHERE name = ? AND version = ?", name, version);
    }

    /** Puts and deletes keys of a key value store. */
    public void update(String store, KeyValueStore.Update update) {
        for (KeyValueStore.DeletedKey delete : update.deletes()) {
            handle.execute("DELETE FROM key_value WHERE store = ? AND item_key = ?", store, delete.key());
        }
        for (KeyValueStore.Item item : update.puts()) {
            handle.execute(
                    "INSERT INTO key_value (store, item_key, item_value) VALUES (?, ?, ?)"
                            + " ON CONFLICT (store, item_key) DO UPDATE SET item_value = excluded.item_value",
                    store,
                    item.key(),
                    item.value());
        }
    }

    /** Deletes all that is in a key value store. */
    public void deleteKeyValues(String store) {
        handle.execute("DELETE FROM key_value WHERE store = ?", store);
    }

    /** The time, in epoch milliseconds. */
    public long now() {
        return clock.millis();
    }

    public void put(StoredInvalidation invalidation) {
        handle.execute(
                "INSERT INTO invalidation (id, distribution_id, caller_reference, paths, tags, soft, sequence,"
                        + " accepted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                invalidation.id(),
                invalidation.distributionId(),
                invalidation.callerReference(),
                invalidation.paths(),
                invalidation.tags(),
                invalidation.soft() ? 1 : 0,
                invalidation.sequence(),
                invalidation.acceptedAt());
    }

    /** Moves {@link #completedHead} up; never down. */
    public void completed(long sequence) {
        handle.execute("UPDATE completed_head SET sequence = ? WHERE id = 1 AND sequence < ?", sequence, sequence);
    }
}
