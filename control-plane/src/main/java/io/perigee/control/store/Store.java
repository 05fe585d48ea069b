package io.perigee.control.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The control plane's database. What a transaction did is on disk when {@link #inTransaction} returns.
 *
 * <p>All methods block: call them from virtual or worker threads.
 */
public final class Store implements AutoCloseable {

    private static final String MIGRATIONS = "classpath:io/perigee/control/store/migrations";
    private static final int BUSY_TIMEOUT_MILLIS = 10_000;
    private static final int CONNECT_SECONDS = 5;
    /** A database that has gone silent becomes an error after so long. */
    private static final int SILENCE_SECONDS = 20;

    /**
     * How transactions are begun.
     *
     * @param changing for changes: one waits for another at the log's head, and sees then what the other has committed
     * @param reading for reading: all of a transaction sees the state at one moment, and nobody waits for it
     */
    private record Access(
            DataSource changing,
            TransactionIsolationLevel whileChanging,
            DataSource reading,
            TransactionIsolationLevel whileReading) {}

    private final Jdbi changing;
    private final Jdbi reading;
    private final Access access;
    private final InstantSource clock;

    private Store(Access access, InstantSource clock) {
        this.changing = Jdbi.create(access.changing());
        this.reading = Jdbi.create(access.reading());
        this.access = access;
        this.clock = clock;
    }

    /**
     * Opens the database and brings its schema up to date.
     *
     * @throws UncheckedIOException if the embedded database's folder cannot be made
     * @throws RuntimeException of the driver or of the migration if the database cannot be used; the message says why
     */
    public static Store open(StoreConfig config, InstantSource clock) {
        Access access = access(config);
        migrations(access).load().migrate();
        return new Store(access, clock);
    }

    private static Access access(StoreConfig config) {
        return switch (config) {
            case StoreConfig.Embedded embedded -> sqlite(embedded.file());
            case StoreConfig.PostgreSql postgres -> postgres(postgres);
        };
    }

    private static FluentConfiguration migrations(Access access) {
        return Flyway.configure(Store.class.getClassLoader())
                .dataSource(access.changing())
                .locations(MIGRATIONS);
    }

    /** The versions of the schema that this program knows, oldest first. */
    public static List<String> schemas(StoreConfig config) {
        return Arrays.stream(migrations(access(config)).load().info().all())
                .map(migration -> migration.getVersion().toString())
                .toList();
    }

    /**
     * Opens the database as it is: nothing is made or changed. For {@link #tables} only, since its schema may be of another version.
     *
     * @throws UncheckedIOException if the embedded database is not there
     */
    public static Store openAsItIs(StoreConfig config, InstantSource clock) {
        if (config instanceof StoreConfig.Embedded(Path file) && !Files.exists(file)) {
            throw new UncheckedIOException(file + ": there is no database", new NoSuchFileException(file.toString()));
        }
        return new Store(access(config), clock);
    }

    /**
     * Fills a database that nothing has used with rows from a copy, all or none: makes the schema of the copy's version, adds the rows, then
     * brings the schema up to date as an upgrade would. The change log goes on in a new epoch, as another log ({@link Transaction#newEpoch}).
     *
     * @param schema the version of the schema that the rows are of
     * @param rows adds them
     * @return the sequence at which the log goes on
     * @throws NotEmptyException if there is anything in the database
     * @throws RuntimeException of the driver or of the migration if the database cannot be used
     */
    public static <E extends Exception> long fill(
            StoreConfig config, InstantSource clock, String schema, Filling<E> rows) throws E {
        Access access = access(config);
        Store store = new Store(access, clock);
        if (!store.tables(StoredTables::isUnused)) {
            throw new NotEmptyException();
        }
        migrations(access).target(schema).load().migrate();
        store.changing.useTransaction(access.whileChanging(), handle -> {
            StoredTables tables = new StoredTables(handle);
            tables.clear();
            rows.into(tables::add);
        });
        migrations(access).load().migrate();
        return store.inTransaction(Transaction::newEpoch);
    }

    /** The database is not as it was made. */
    public static final class NotEmptyException extends IllegalStateException {
        private static final long serialVersionUID = 1;

        NotEmptyException() {
            super("there are tables in it");
        }
    }

    /** Adds rows to a database. */
    public interface Filling<E extends Exception> {

        void into(Row to) throws E;
    }

    /** Takes a row. */
    public interface Row {

        void add(String table, List<String> columns, List<@Nullable Object> values);
    }

    /** Reads the database as tables and rows, as it was at one moment. */
    public <T, E extends Exception> T tables(TableWork<T, E> work) throws E {
        return reading.inTransaction(access.whileReading(), handle -> work.of(new StoredTables(handle)));
    }

    /** What is done with the tables. */
    public interface TableWork<T, E extends Exception> {

        T of(StoredTables tables) throws E;
    }

    /**
     * Runs {@code work} in one transaction, which commits when it returns and rolls back when it throws.
     *
     * @return what {@code work} returned
     * @throws StoreUnavailableException if the database cannot be used now
     */
    public <T> T inTransaction(Function<Transaction, T> work) {
        boolean[] worked = new boolean[1];
        try {
            return changing.inTransaction(access.whileChanging(), handle -> {
                T result = work.apply(new Transaction(handle, clock));
                worked[0] = true;
                return result;
            });
        } catch (JdbiException e) {
            throw StoreUnavailableException.orItself(e, worked[0]);
        }
    }

    /**
     * Reads the state as it was at one moment, however many queries {@code work} makes.
     *
     * @return what {@code work} returned
     * @throws StoreUnavailableException if the database cannot be used now
     */
    public <T> T read(Function<ReadTransaction, T> work) {
        try {
            return reading.inTransaction(access.whileReading(), handle -> work.apply(new ReadTransaction(handle)));
        } catch (JdbiException e) {
            throw StoreUnavailableException.orItself(e, false);
        }
    }

    /** Every connection is closed after its transaction; nothing is left to close but the name says when use ends. */
    @Override
    public void close() {}

    private static Access sqlite(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // A reader that begins DEFERRED sees one moment and takes no lock (write-ahead mode); a change that begins
        // IMMEDIATE never has to turn from reader to writer half-way, which fails.
        return new Access(
                sqlite(file, SQLiteConfig.TransactionMode.IMMEDIATE),
                TransactionIsolationLevel.SERIALIZABLE,
                sqlite(file, SQLiteConfig.TransactionMode.DEFERRED),
                TransactionIsolationLevel.SERIALIZABLE);
    }

    private static DataSource sqlite(Path file, SQLiteConfig.TransactionMode mode) {
        SQLiteConfig options = new SQLiteConfig();
        options.setJournalMode(SQLiteConfig.JournalMode.WAL);
        options.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        options.setTransactionMode(mode);
        options.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        options.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(options);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return source;
    }

    private static Access postgres(StoreConfig.PostgreSql config) {
        PGSimpleDataSource source = new PostgresSource(config.password());
        source.setUrl(config.url());
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(SILENCE_SECONDS);
        if (config.username() != null) {
            source.setUser(config.username());
        }
        // Changes wait for each other at the row of the log's head. With a stricter isolation, the one that waited
        // would
        // fail instead of going on from what the other has committed.
        return new Access(
                source, TransactionIsolationLevel.READ_COMMITTED, source, TransactionIsolationLevel.REPEATABLE_READ);
    }
}
