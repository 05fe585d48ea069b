package io.perigee.control.store;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The database as tables and rows, whatever they mean: for copies of all that is in it. Values are {@code Long}, {@code String},
 * {@code byte[]} or null in either kind of database. Not for use after the transaction.
 */
public final class StoredTables {

    private static final String HISTORY = "flyway_schema_history";

    /** What is of one running network and not to be copied: which log it is, and which control planes are there. */
    private static final Set<String> NOT_COPIED = Set.of(HISTORY, "log_identity", "control_plane");

    private static final int FETCHED_AT_ONCE = 50;

    /** Takes the rows of one table after the other. */
    public interface Reader<E extends Exception> {

        void table(String name, List<String> columns) throws E;

        void row(List<@Nullable Object> values) throws E;
    }

    private final Handle handle;

    StoredTables(Handle handle) {
        this.handle = handle;
    }

    /** The version of the schema; empty if no control plane has ever used the database. */
    public Optional<String> schema() {
        return names().contains(HISTORY)
                ? handle.createQuery("SELECT version FROM " + HISTORY
                                + " WHERE version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1")
                        .mapTo(String.class)
                        .findOne()
                : Optional.empty();
    }

    /** Whether there is nothing at all, not even empty tables. */
    public boolean isUnused() {
        return names().isEmpty();
    }

    /** The identity of the log; empty if no control plane has been started on it. */
    public Optional<String> log() {
        return handle.createQuery("SELECT log FROM log_identity WHERE id = 1")
                .mapTo(String.class)
                .findOne();
    }

    /** The log's last entry. */
    public long head() {
        return new ReadTransaction(handle).head();
    }

    /** Reads all rows of all tables that are copied, in the order of the tables' names. */
    public <E extends Exception> void read(Reader<E> reader) throws E {
        for (String table : copied()) {
            try (Statement statement = connection().createStatement()) {
                statement.setFetchSize(FETCHED_AT_ONCE);
                try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
                    ResultSetMetaData columns = rows.getMetaData();
                    reader.table(table, columns(columns));
                    while (rows.next()) {
                        reader.row(values(rows, columns.getColumnCount()));
                    }
                }
            } catch (SQLException e) {
                throw new IllegalStateException("the table " + table + " cannot be read: " + e.getMessage(), e);
            }
        }
    }

    /** Deletes what migrations have put into the tables that are copied. */
    void clear() {
        copied().forEach(table -> handle.execute("DELETE FROM " + table));
    }

    /**
     * Adds a row.
     *
     * @throws IllegalStateException if the database does not take it
     */
    void add(String table, List<String> columns, List<@Nullable Object> values) {
        String insert = "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                + String.join(", ", columns.stream().map(column -> "?").toList()) + ")";
        try (PreparedStatement statement = connection().prepareStatement(insert)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("a row of the table " + table + " is refused: " + e.getMessage(), e);
        }
    }

    /** The tables that are copied, by name. */
    Set<String> copied() {
        Set<String> copied = names();
        copied.removeAll(NOT_COPIED);
        return copied;
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        try {
            DatabaseMetaData meta = connection().getMetaData();
            try (ResultSet tables =
                    meta.getTables(connection().getCatalog(), connection().getSchema(), "%", new String[] {"TABLE"})) {
                while (tables.next()) {
                    names.add(tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the tables cannot be listed: " + e.getMessage(), e);
        }
        names.removeIf(name -> name.startsWith("sqlite_"));
        return names;
    }

    private Connection connection() {
        return handle.getConnection();
    }

    private static List<String> columns(ResultSetMetaData meta) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            names.add(meta.getColumnName(i).toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static List<@Nullable Object> values(ResultSet rows, int count) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            Object value = rows.getObject(i);
            values.add(value instanceof Number number ? (Object) number.longValue() : value);
        }
        return values;
    }
}
