package io.perigee.control.store;

import io.vertx.core.buffer.Buffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Asynchronous invocations and dead letters. What changes them needs a {@link Transaction}. */
public final class InvocationTable {

    private static final String COLUMNS =
            "id, function_name, qualifier, region, payload, source, accepted_at, errors, hops, ";

    private final Handle handle;

    InvocationTable(Handle handle) {
        this.handle = handle;
    }

    /** How many invocations of a function were accepted and are not done. */
    public long waiting(String function) {
        return handle.createQuery("SELECT COUNT(*) FROM invocation WHERE function_name = :function")
                .bind("function", function)
                .mapTo(Long.class)
                .one();
    }

    /** How many invocations were accepted and are not done. */
    public long waiting() {
        return handle.createQuery("SELECT COUNT(*) FROM invocation")
                .mapTo(Long.class)
                .one();
    }

    /**
     * How much there is in the queue.
     *
     * @param waiting invocations that were accepted and are not done
     * @param oldest when the first of them was accepted, epoch milliseconds; 0 without any
     * @param dead dead letters
     */
    public record Depth(long waiting, long oldest, long dead) {

        public static final Depth NONE = new Depth(0, 0, 0);
    }

    public Depth depth() {
        return handle.createQuery("SELECT COUNT(*), COALESCE(MIN(accepted_at), 0),"
                        + " (SELECT COUNT(*) FROM dead_letter) FROM invocation")
                .map((rs, context) -> new Depth(rs.getLong(1), rs.getLong(2), rs.getLong(3)))
                .one();
    }

    /** Adds an invocation that is to be tried at {@code dueAt}. */
    public void add(QueuedInvocation invocation, long dueAt) {
        handle.execute(
                "INSERT INTO invocation (" + COLUMNS + "deferrals, due_at, lease)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
                invocation.id(),
                invocation.function(),
                invocation.qualifier(),
                invocation.region(),
                invocation.payload().getBytes(),
                invocation.source(),
                invocation.acceptedAt(),
                invocation.errors(),
                invocation.hops(),
                invocation.deferrals(),
                dueAt);
    }

    /** Makes other control planes wait with their turn until this transaction ends. */
    public void takeTurn() {
        handle.execute("UPDATE invocation_dispatch SET turn = turn + 1 WHERE id = 1");
    }

    /** The functions of which invocations are due. */
    public List<String> functionsDue(long now) {
        return handle.createQuery("SELECT DISTINCT function_name FROM invocation WHERE due_at <= :now")
                .bind("now", now)
                .mapTo(String.class)
                .list();
    }

    /** How many invocations of each function are being tried now. */
    public Map<String, Integer> beingTried(long now) {
        Map<String, Integer> counts = new HashMap<>();
        handle.createQuery("SELECT function_name, COUNT(*) FROM invocation WHERE lease <> '' AND due_at > :now"
                        + " GROUP BY function_name")
                .bind("now", now)
                .map((rs, context) -> Map.entry(rs.getString(1), rs.getInt(2)))
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    /** The function's invocations that are due, those that are so for longest first. */
    public List<QueuedInvocation> due(String function, long now, int limit) {
        return handle.createQuery("SELECT " + COLUMNS + "deferrals FROM invocation"
                        + " WHERE function_name = :function AND due_at <= :now ORDER BY due_at, id LIMIT :limit")
                .bind("function", function)
                .bind("now", now)
                .bind("limit", limit)
                .map((rs, context) -> invocation(rs, rs.getInt(10)))
                .list();
    }

    /** From now until then nobody else is to try it; false if it is done by now. */
    public boolean lease(String id, String lease, long until) {
        return handle.execute("UPDATE invocation SET lease = ?, due_at = ? WHERE id = ?", lease, until, id) == 1;
    }

    /** Takes an invocation that is done out; false if the lease has been lost to another, whose word counts then. */
    public boolean remove(String id, String lease) {
        return handle.execute("DELETE FROM invocation WHERE id = ? AND lease = ?", id, lease) == 1;
    }

    /** Lets an invocation be tried again; nothing happens if the lease has been lost to another. */
    public void giveBack(QueuedInvocation invocation, String lease, long dueAt) {
        handle.execute(
                "UPDATE invocation SET lease = '', due_at = ?, errors = ?, deferrals = ? WHERE id = ? AND lease = ?",
                dueAt,
                invocation.errors(),
                invocation.deferrals(),
                invocation.id(),
                lease);
    }

    public void bury(DeadLetter letter) {
        QueuedInvocation invocation = letter.invocation();
        handle.execute(
                "INSERT INTO dead_letter (" + COLUMNS + "died_at, reason, response)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                invocation.id(),
                invocation.function(),
                invocation.qualifier(),
                invocation.region(),
                invocation.payload().getBytes(),
                invocation.source(),
                invocation.acceptedAt(),
                invocation.errors(),
                invocation.hops(),
                letter.diedAt(),
                letter.reason(),
                letter.response().getBytes());
    }

    /** The function's dead letters with ids after {@code afterId}, by id, at most {@code limit}. */
    public List<DeadLetter> deadLetters(String function, String afterId, int limit) {
        return handle.createQuery("SELECT " + COLUMNS + "died_at, reason, response FROM dead_letter"
                        + " WHERE function_name = :function AND id > :after ORDER BY id LIMIT :limit")
                .bind("function", function)
                .bind("after", afterId)
                .bind("limit", limit)
                .map((rs, context) -> deadLetter(rs))
                .list();
    }

    public Optional<DeadLetter> deadLetter(String function, String id) {
        return handle.createQuery("SELECT " + COLUMNS + "died_at, reason, response FROM dead_letter"
                        + " WHERE function_name = :function AND id = :id")
                .bind("function", function)
                .bind("id", id)
                .map((rs, context) -> deadLetter(rs))
                .findOne();
    }

    /** Returns whether there was such a letter. */
    public boolean deleteDeadLetter(String function, String id) {
        return handle.execute("DELETE FROM dead_letter WHERE function_name = ? AND id = ?", function, id) == 1;
    }

    /** The function's own configuration of asynchronous invocations, as JSON. */
    public Optional<String> config(String function) {
        return handle.createQuery("SELECT document FROM event_invoke_config WHERE function_name = :function")
                .bind("function", function)
                .mapTo(String.class)
                .findOne();
    }

    public void putConfig(String function, String document) {
        handle.execute(
                "INSERT INTO event_invoke_config (function_name, document) VALUES (?, ?)"
                        + " ON CONFLICT (function_name) DO UPDATE SET document = excluded.document",
                function,
                document);
    }

    /** Returns whether there was one. */
    public boolean deleteConfig(String function) {
        return handle.execute("DELETE FROM event_invoke_config WHERE function_name = ?", function) == 1;
    }

    private static QueuedInvocation invocation(ResultSet rs, int deferrals) throws SQLException {
        return new QueuedInvocation(
                rs.getString(1),
                rs.getString(2),
                rs.getString(3),
                rs.getString(4),
                Buffer.buffer(rs.getBytes(5)),
                rs.getString(6),
                rs.getLong(7),
                rs.getInt(8),
                deferrals,
                rs.getInt(9));
    }

    private static DeadLetter deadLetter(ResultSet rs) throws SQLException {
        return new DeadLetter(invocation(rs, 0), rs.getLong(10), rs.getString(11), Buffer.buffer(rs.getBytes(12)));
    }
}
