package io.perigee.control.store;

import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.KeyValueStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What can be read within one transaction of the {@link Store}. Not for use after the transaction. */
public sealed class ReadTransaction permits Transaction {

    private static final String INVALIDATIONS =
            "SELECT id, distribution_id, caller_reference, paths, tags, soft, sequence, accepted_at FROM invalidation ";

    private static final String FUNCTIONS = "SELECT name, version, runtime, sha256, size_bytes, handler, memory_size,"
            + " timeout_seconds, key_value_store, published_at, sequence FROM function_version ";

    final Handle handle;

    ReadTransaction(Handle handle) {
        this.handle = handle;
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

    /** The resources of a kind whose ids start with {@code prefix}, by id. */
    public List<StoredResource> resourcesBelow(String kind, String prefix) {
        return resources(kind, prefix, Integer.MAX_VALUE).stream()
                .takeWhile(resource -> resource.id().startsWith(prefix))
                .toList();
    }

    /** All versions of all functions, by name and version. */
    public List<StoredFunction> functions() {
        return handle.createQuery(FUNCTIONS + "ORDER BY name, version")
                .map((rs, context) -> function(rs))
                .list();
    }

    /** The function's versions, ascending; empty if there is no such function. */
    public List<StoredFunction> functions(String name) {
        return handle.createQuery(FUNCTIONS + "WHERE name = :name ORDER BY version")
                .bind("name", name)
                .map((rs, context) -> function(rs))
                .list();
    }

    /** What is in a key value store. */
    public List<KeyValueStore.Item> keyValues(String store) {
        return handle.createQuery("SELECT item_key, item_value FROM key_value WHERE store = :store")
                .bind("store", store)
                .map((rs, context) -> new KeyValueStore.Item(rs.getString(1), rs.getString(2)))
                .list();
    }

    /** The highest version that a function of this name ever had; 0: there was none. */
    public int functionHead(String name) {
        return handle.createQuery("SELECT version FROM function_head WHERE name = :name")
                .bind("name", name)
                .mapTo(Integer.class)
                .findOne()
                .orElse(0);
    }

    public Optional<byte[]> functionCode(String name, int version) {
        return handle.createQuery("SELECT code FROM function_version WHERE name = :name AND version = :version")
                .bind("name", name)
                .bind("version", version)
                .map((rs, context) -> rs.getBytes(1))
                .findOne();
    }

    public Optional<StoredInvalidation> invalidation(String distributionId, String id) {
        return handle.createQuery(INVALIDATIONS + "WHERE distribution_id = :distribution AND id = :id")
                .bind("distribution", distributionId)
                .bind("id", id)
                .map((rs, context) -> invalidation(rs))
                .findOne();
    }

    public Optional<StoredInvalidation> invalidationByReference(String distributionId, String callerReference) {
        return handle.createQuery(
                        INVALIDATIONS + "WHERE distribution_id = :distribution AND caller_reference = :reference")
                .bind("distribution", distributionId)
                .bind("reference", callerReference)
                .map((rs, context) -> invalidation(rs))
                .findOne();
    }

    /** The distribution's invalidations, newest first, at most {@code limit}, older than {@code beforeSequence}. */
    public List<StoredInvalidation> invalidations(String distributionId, long beforeSequence, int limit) {
        return handle.createQuery(INVALIDATIONS + "WHERE distribution_id = :distribution AND sequence < :before"
                        + " ORDER BY sequence DESC LIMIT :limit")
                .bind("distribution", distributionId)
                .bind("before", beforeSequence)
                .bind("limit", limit)
                .map((rs, context) -> invalidation(rs))
                .list();
    }

    /** What functions have printed. */
    public FunctionLogTable functionLog() {
        return new FunctionLogTable(handle);
    }

    /** What functions have used. */
    public FunctionUsageTable functionUsage() {
        return new FunctionUsageTable(handle);
    }

    /** Asynchronous invocations. */
    public InvocationTable invocations() {
        return new InvocationTable(handle);
    }

    /** When rules invoke functions. */
    public RuleTable rules() {
        return new RuleTable(handle);
    }

    /** Deployments of aliases. */
    public DeploymentTable deployments() {
        return new DeploymentTable(handle);
    }

    /** What control planes have noted last, by name. */
    public Map<String, Long> controlPlanes() {
        Map<String, Long> notes = new HashMap<>();
        handle.createQuery("SELECT name, count FROM control_plane")
                .map((rs, context) -> Map.entry(rs.getString(1), rs.getLong(2)))
                .forEach(note -> notes.put(note.getKey(), note.getValue()));
        return notes;
    }

    /** The highest sequence that was reported as applied by every node. */
    public long completedHead() {
        return handle.createQuery("SELECT sequence FROM completed_head WHERE id = 1")
                .mapTo(Long.class)
                .one();
    }

    private static StoredResource resource(ResultSet rs) throws SQLException {
        return new StoredResource(
                rs.getString(1), rs.getString(2), rs.getString(3), rs.getString(4), rs.getLong(5), rs.getLong(6));
    }

    private static StoredFunction function(ResultSet rs) throws SQLException {
        FunctionVersion function = new FunctionVersion(
                rs.getString(1),
                rs.getInt(2),
                FunctionRuntime.named(rs.getString(3)).orElseThrow(),
                rs.getString(4),
                rs.getLong(5),
                rs.getString(6),
                rs.getInt(7),
                rs.getInt(8),
                rs.getString(9));
        return new StoredFunction(function, rs.getLong(10), rs.getLong(11));
    }

    private static StoredInvalidation invalidation(ResultSet rs) throws SQLException {
        return new StoredInvalidation(
                rs.getString(1),
                rs.getString(2),
                rs.getString(3),
                rs.getString(4),
                rs.getString(5),
                rs.getInt(6) != 0,
                rs.getLong(7),
                rs.getLong(8));
    }
}
