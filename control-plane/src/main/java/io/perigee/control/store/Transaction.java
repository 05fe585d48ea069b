package io.perigee.control.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What can be read and changed within one transaction of the {@link Store}. Not for use after the transaction. */
public final class Transaction {

    private final Handle handle;
    private final InstantSource clock;

    Transaction(Handle handle, InstantSource clock) {
        this.handle = handle;
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

    /** The sequence of the newest entry; 0 while the log is empty. */
    public long head() {
        return handle.createQuery("SELECT sequence FROM log_head WHERE id = 1")
                .mapTo(Long.class)
                .one();
    }

    /** Entries after {@code sequence} in order, at most {@code limit}. */
    public List<LoggedChange> entriesAfter(long sequence, int limit) {
        return handle.createQuery("SELECT sequence, kind, payload, accepted_at FROM log_entry"
                        + " WHERE sequence > :after ORDER BY sequence LIMIT :limit")
                .bind("after", sequence)
                .bind("limit", limit)
                .map((rs, context) -> new LoggedChange(rs.getLong(1), rs.getString(2), rs.getString(3), rs.getLong(4)))
                .list();
    }

    /** The oldest sequence still in the log; {@code head() + 1} when nothing is. */
    public long oldestEntry() {
        return handle.createQuery("SELECT MIN(sequence) FROM log_entry")
                .mapTo(Long.class)
                .findOne()
                .filter(oldest -> oldest > 0)
                .orElseGet(() -> head() + 1);
    }

    /** Drops entries older than the newest {@code keep}: a node that needs them takes a snapshot instead. */
    public int trimLog(long keep) {
        return handle.execute("DELETE FROM log_entry WHERE sequence <= ?", head() - keep);
    }

    public Optional<StoredResource> resource(String kind, String id) {
        return handle.createQuery("SELECT kind, id, etag, document, sequence, updated_at FROM resource"
                        + " WHERE kind = :kind AND id = :id")
                .bind("kind", kind)
                .bind("id", id)
                .map((rs, context) -> resource(rs))
                .findOne();
    }

    /** All resources of a kind by id. */
    public List<StoredResource> resources(String kind) {
        return handle.createQuery("SELECT kind, id, etag, document, sequence, updated_at FROM resource"
                        + " WHERE kind = :kind ORDER BY id")
                .bind("kind", kind)
                .map((rs, context) -> resource(rs))
                .list();
    }

    /** The resources of a kind whose ids come after {@code afterId}, by id, at most {@code limit}. */
    public List<StoredResource> resources(String kind, String afterId, int limit) {
        return handle.createQuery("SELECT kind, id, etag, document, sequence, updated_at FROM resource"
                        + " WHERE kind = :kind AND id > :after ORDER BY id LIMIT :limit")
                .bind("kind", kind)
                .bind("after", afterId)
                .bind("limit", limit)
                .map((rs, context) -> resource(rs))
                .list();
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
    public StoredFunction publish(String name, String sha256, String entryClass, byte[] code, long sequence) {
        int version = handle.createQuery("INSERT INTO function_head (name, version) VALUES (:name, 1)"
                        + " ON CONFLICT (name) DO UPDATE SET version = function_head.version + 1 RETURNING version")
                .bind("name", name)
                .mapTo(Integer.class)
                .one();
        StoredFunction function =
                new StoredFunction(name, version, sha256, entryClass, code.length, clock.millis(), sequence);
        handle.execute(
                "INSERT INTO function_version"
                        + " (name, version, sha256, entry_class, size_bytes, code, published_at, sequence)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                name,
                version,
                sha256,
                entryClass,
                function.sizeBytes(),
                code,
                function.publishedAt(),
                sequence);
        return function;
    }

    /** All versions of all functions, by name and version. */
    public List<StoredFunction> functions() {
        return handle.createQuery("SELECT name, version, sha256, entry_class, size_bytes, published_at,"
                        + " sequence FROM function_version ORDER BY name, version")
                .map((rs, context) -> function(rs))
                .list();
    }

    /** The function's versions, ascending; empty if there is no such function. */
    public List<StoredFunction> functions(String name) {
        return handle.createQuery("SELECT name, version, sha256, entry_class, size_bytes, published_at,"
                        + " sequence FROM function_version WHERE name = :name ORDER BY version")
                .bind("name", name)
                .map((rs, context) -> function(rs))
                .list();
    }

    public Optional<byte[]> functionCode(String name, int version) {
        return handle.createQuery("SELECT code FROM function_version WHERE name = :name AND version = :version")
                .bind("name", name)
                .bind("version", version)
                .map((rs, context) -> rs.getBytes(1))
                .findOne();
    }

    /** Deletes all versions of the function; returns how many there were. */
    public int deleteFunction(String name) {
        return handle.execute("DELETE FROM function_version WHERE name = ?", name);
    }

    public void put(StoredInvalidation invalidation) {
        handle.execute(
                "INSERT INTO invalidation (id, distribution_id, caller_reference, paths, sequence, accepted_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                invalidation.id(),
                invalidation.distributionId(),
                invalidation.callerReference(),
                invalidation.paths(),
                invalidation.sequence(),
                invalidation.acceptedAt());
    }

    public Optional<StoredInvalidation> invalidation(String distributionId, String id) {
        return handle.createQuery("SELECT id, distribution_id, caller_reference, paths, sequence, accepted_at"
                        + " FROM invalidation WHERE distribution_id = :distribution AND id = :id")
                .bind("distribution", distributionId)
                .bind("id", id)
                .map((rs, context) -> invalidation(rs))
                .findOne();
    }

    public Optional<StoredInvalidation> invalidationByReference(String distributionId, String callerReference) {
        return handle.createQuery("SELECT id, distribution_id, caller_reference, paths, sequence, accepted_at"
                        + " FROM invalidation WHERE distribution_id = :distribution AND caller_reference = :reference")
                .bind("distribution", distributionId)
                .bind("reference", callerReference)
                .map((rs, context) -> invalidation(rs))
                .findOne();
    }

    /** The distribution's invalidations, newest first, at most {@code limit}, older than {@code beforeSequence}. */
    public List<StoredInvalidation> invalidations(String distributionId, long beforeSequence, int limit) {
        return handle.createQuery("SELECT id, distribution_id, caller_reference, paths, sequence, accepted_at"
                        + " FROM invalidation WHERE distribution_id = :distribution AND sequence < :before"
                        + " ORDER BY sequence DESC LIMIT :limit")
                .bind("distribution", distributionId)
                .bind("before", beforeSequence)
                .bind("limit", limit)
                .map((rs, context) -> invalidation(rs))
                .list();
    }

    /** The highest sequence that was reported as applied by every node. */
    public long completedHead() {
        return handle.createQuery("SELECT sequence FROM completed_head WHERE id = 1")
                .mapTo(Long.class)
                .one();
    }

    /** Moves {@link #completedHead} up; never down. */
    public void completed(long sequence) {
        handle.execute("UPDATE completed_head SET sequence = ? WHERE id = 1 AND sequence < ?", sequence, sequence);
    }

    private static StoredResource resource(ResultSet rs) throws SQLException {
        return new StoredResource(
                rs.getString(1), rs.getString(2), rs.getString(3), rs.getString(4), rs.getLong(5), rs.getLong(6));
    }

    private static StoredFunction function(ResultSet rs) throws SQLException {
        return new StoredFunction(
                rs.getString(1),
                rs.getInt(2),
                rs.getString(3),
                rs.getString(4),
                rs.getLong(5),
                rs.getLong(6),
                rs.getLong(7));
    }

    private static StoredInvalidation invalidation(ResultSet rs) throws SQLException {
        return new StoredInvalidation(
                rs.getString(1), rs.getString(2), rs.getString(3), rs.getString(4), rs.getLong(5), rs.getLong(6));
    }
}
