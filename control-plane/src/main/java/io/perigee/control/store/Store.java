package io.perigee.control.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
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
        Access access = switch (config) {
            case StoreConfig.Embedded embedded -> sqlite(embedded.file());
            case StoreConfig.PostgreSql postgres -> postgres(postgres);
        };
        Flyway.configure(Store.class.getClassLoader())
                .dataSource(access.changing())
                .locations(MIGRATIONS)
                .load()
                .migrate();
        return new Store(access, clock);
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
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(config.url());
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(SILENCE_SECONDS);
        if (config.username() != null) {
            source.setUser(config.username());
        }
        if (config.password() != null) {
            source.setPassword(config.password());
        }
        // Changes wait for each other at the row of the log's head. With a stricter isolation, the one that waited
        // would
        // fail instead of going on from what the other has committed.
        return new Access(
                source, TransactionIsolationLevel.READ_COMMITTED, source, TransactionIsolationLevel.REPEATABLE_READ);
    }
}
