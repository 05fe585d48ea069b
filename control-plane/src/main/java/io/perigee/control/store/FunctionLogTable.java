package io.perigee.control.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/** What functions have printed. What changes it needs a {@link Transaction}. */
public final class FunctionLogTable {

    private static final String COLUMNS = "position, function_name, version, region, node, stored_at, last_at, lines";

    private final Handle handle;

    FunctionLogTable(Handle handle) {
        this.handle = handle;
    }

    /**
     * Notes a batch of a run of a node. Another transaction with the same run waits until this one ends.
     *
     * @return false if it was noted before, with all that was in it
     */
    public boolean note(String node, String run, long batch, long now) {
        return handle.execute(
                        "INSERT INTO function_output_source (node, run, batch, seen_at) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (node, run) DO UPDATE SET batch = excluded.batch, seen_at = excluded.seen_at"
                                + " WHERE function_output_source.batch < excluded.batch",
                        node,
                        run,
                        batch,
                        now)
                == 1;
    }

    /**
     * Adds a chunk behind all others of its function, whose other writers wait until this transaction ends. Transactions that add for
     * several functions must do so in the order of their names, or they could wait for each other.
     */
    public void add(LogChunk chunk) {
        long position = handle.createQuery("INSERT INTO function_log_head (function_name, position, characters)"
                        + " VALUES (:function, 1, :characters)"
                        + " ON CONFLICT (function_name) DO UPDATE SET position = function_log_head.position + 1,"
                        + " characters = function_log_head.characters + excluded.characters RETURNING position")
                .bind("function", chunk.function())
                .bind("characters", chunk.characters())
                .mapTo(Long.class)
                .one();
        handle.execute(
                "INSERT INTO function_log (" + COLUMNS + ", characters) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                position,
                chunk.function(),
                chunk.version(),
                chunk.region(),
                chunk.node(),
                chunk.storedAt(),
                chunk.lastAt(),
                chunk.lines(),
                chunk.characters());
    }

    /** Whether the function has ever printed anything. */
    public boolean knows(String function) {
        return handle.createQuery("SELECT position FROM function_log_head WHERE function_name = :function")
                .bind("function", function)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    /** The function's chunks from that position on with lines of {@code since} or later, in order. */
    public List<LogChunk> chunks(String function, long from, long since, int limit) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM function_log"
                        + " WHERE function_name = :function AND position >= :from AND last_at >= :since"
                        + " ORDER BY position LIMIT :limit")
                .bind("function", function)
                .bind("from", from)
                .bind("since", since)
                .bind("limit", limit)
                .map((rs, context) -> new LogChunk(
                        rs.getLong(1),
                        rs.getString(2),
                        rs.getLong(3),
                        rs.getString(4),
                        rs.getString(5),
                        rs.getLong(6),
                        rs.getLong(7),
                        rs.getString(8)))
                .list();
    }

    /** For how many days the function's lines are kept; empty where it has no setting of its own. */
    public OptionalInt retentionInDays(String function) {
        return handle.createQuery(
                        "SELECT retention_in_days FROM function_log_retention WHERE function_name = :function")
                .bind("function", function)
                .mapTo(Integer.class)
                .findOne()
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    /** Sets it. */
    public void retain(String function, int days) {
        handle.execute(
                "INSERT INTO function_log_retention (function_name, retention_in_days) VALUES (?, ?)"
                        + " ON CONFLICT (function_name) DO UPDATE SET retention_in_days = excluded.retention_in_days",
                function,
                days);
    }

    /** Takes the function's own setting away, if it has one. */
    public void retainAsUsual(String function) {
        handle.execute("DELETE FROM function_log_retention WHERE function_name = ?", function);
    }

    /** The functions that have ever printed. */
    public List<String> functions() {
        return handle.createQuery("SELECT function_name FROM function_log_head ORDER BY function_name")
                .mapTo(String.class)
                .list();
    }

    /**
     * Forgets some of the function's oldest chunks: those that were stored before a time, and as many more as there are characters too
     * many.
     *
     * @return whether there may be more to forget
     */
    public boolean shorten(String function, long storedBefore, long mostCharacters, int limit) {
        // Locks the function's head, so that nothing is added meanwhile.
        long characters = handle.createQuery("UPDATE function_log_head SET position = position"
                        + " WHERE function_name = :function RETURNING characters")
                .bind("function", function)
                .mapTo(Long.class)
                .one();
        List<Old> oldest = handle.createQuery("SELECT position, stored_at, characters FROM function_log"
                        + " WHERE function_name = :function ORDER BY position LIMIT :limit")
                .bind("function", function)
                .bind("limit", limit)
                .map((rs, context) -> new Old(rs.getLong(1), rs.getLong(2), rs.getLong(3)))
                .list();
        long left = characters;
        Optional<Old> last = Optional.empty();
        for (Old chunk : oldest) {
            if (chunk.storedAt() >= storedBefore && left <= mostCharacters) {
                break;
            }
            left -= chunk.characters();
            last = Optional.of(chunk);
        }
        if (last.isEmpty()) {
            return false;
        }
        handle.execute(
                "DELETE FROM function_log WHERE function_name = ? AND position <= ?",
                function,
                last.get().position());
        handle.execute("UPDATE function_log_head SET characters = ? WHERE function_name = ?", left, function);
        return oldest.size() == limit;
    }

    private record Old(long position, long storedAt, long characters) {}

    /** Forgets runs of nodes that were not heard of since. */
    public void forgetSources(long seenBefore) {
        handle.execute("DELETE FROM function_output_source WHERE seen_at < ?", seenBefore);
    }

    /** Whether the caller is to look for what is old: nobody has since then. */
    public boolean takeUpkeep(long before, long now) {
        return handle.execute(
                        "UPDATE function_output_upkeep SET done_at = ? WHERE id = 1 AND done_at <= ?", now, before)
                == 1;
    }
}
