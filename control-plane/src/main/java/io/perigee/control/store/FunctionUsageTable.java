package io.perigee.control.store;

import io.vertx.core.json.JsonArray;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What functions have used. What changes it needs a {@link Transaction}. */
public final class FunctionUsageTable {

    private static final String COLUMNS = "function_name, version, seconds, started_at, tier, invocations, errors,"
            + " throttles, duration_micros, billed_millis, megabyte_millis, latency";

    private final Handle handle;

    FunctionUsageTable(Handle handle) {
        this.handle = handle;
    }

    /**
     * Adds to what there is of the same version and period, whose other writers wait until this transaction ends. Transactions that add
     * several must do so in the order of function, version, length and start, or they could wait for each other.
     */
    public void add(FunctionUsage usage) {
        String before = handle.createQuery("INSERT INTO function_usage (" + COLUMNS + ")"
                        + " VALUES (:function, :version, :seconds, :started, :tier, :invocations, :errors, :throttles,"
                        + " :duration, :billed, :megabytes, '')"
                        + " ON CONFLICT (function_name, version, seconds, started_at) DO UPDATE SET"
                        + " invocations = function_usage.invocations + excluded.invocations,"
                        + " errors = function_usage.errors + excluded.errors,"
                        + " throttles = function_usage.throttles + excluded.throttles,"
                        + " duration_micros = function_usage.duration_micros + excluded.duration_micros,"
                        + " billed_millis = function_usage.billed_millis + excluded.billed_millis,"
                        + " megabyte_millis = function_usage.megabyte_millis + excluded.megabyte_millis"
                        + " RETURNING latency")
                .bind("function", usage.function())
                .bind("version", usage.version())
                .bind("seconds", usage.seconds())
                .bind("started", usage.startedAt())
                .bind("tier", usage.tier())
                .bind("invocations", usage.invocations())
                .bind("errors", usage.errors())
                .bind("throttles", usage.throttles())
                .bind("duration", usage.durationMicros())
                .bind("billed", usage.billedMillis())
                .bind("megabytes", usage.megabyteMillis())
                .mapTo(String.class)
                .one();
        List<Long> latency = before.isEmpty() ? usage.latency() : FunctionUsage.sum(latencies(before), usage.latency());
        handle.execute(
                "UPDATE function_usage SET latency = ?"
                        + " WHERE function_name = ? AND version = ? AND seconds = ? AND started_at = ?",
                new JsonArray(latency).encode(),
                usage.function(),
                usage.version(),
                usage.seconds(),
                usage.startedAt());
    }

    /**
     * Periods of that length that start from {@code from} on and before {@code to}, by function, start and version.
     *
     * @param function empty: of all functions
     */
    public List<FunctionUsage> periods(String function, int seconds, long from, long to) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM function_usage"
                        + " WHERE seconds = :seconds AND started_at >= :from AND started_at < :to"
                        + " AND (:function = '' OR function_name = :function)"
                        + " ORDER BY function_name, started_at, version")
                .bind("seconds", seconds)
                .bind("from", from)
                .bind("to", to)
                .bind("function", function)
                .map((rs, context) -> usage(rs))
                .list();
    }

    /** Forgets periods of that length that started before. */
    public void forget(int seconds, long startedBefore) {
        handle.execute("DELETE FROM function_usage WHERE seconds = ? AND started_at < ?", seconds, startedBefore);
    }

    private static FunctionUsage usage(ResultSet rs) throws SQLException {
        return new FunctionUsage(
                rs.getString(1),
                rs.getLong(2),
                rs.getInt(3),
                rs.getLong(4),
                rs.getString(5),
                rs.getLong(6),
                rs.getLong(7),
                rs.getLong(8),
                rs.getLong(9),
                rs.getLong(10),
                rs.getLong(11),
                latencies(rs.getString(12)));
    }

    private static List<Long> latencies(String json) {
        return new JsonArray(json)
                .stream().map(count -> ((Number) count).longValue()).toList();
    }
}
