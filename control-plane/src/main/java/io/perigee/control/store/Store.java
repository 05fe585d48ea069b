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
    private static final int SILENCE_SECONDS = 20;

    private final Jdbi jdbi;
    private final InstantSource clock;

    private Store(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Opens the database and brings its schema up to date.
     *
     * @throws UncheckedIOException if the embedded database's folder cannot be made
     * @throws RuntimeException of the driver or of the migration if the database cannot be used; the message says why
     */
    public static Store open(StoreConfig config, InstantSource clock) {
        DataSource source = switch (config) {
            case StoreConfig.Embedded embedded -> sqlite(embedded.file());
            case StoreConfig.PostgreSql postgres -> postgres(postgres);
        };
        Flyway.configure(Store.class.getClassLoader())
                .dataSource(source)
                .locations(MIGRATIONS)
                .load()
                .migrate();
        return new Store(Jdbi.create(source), clock);
    }

    /**
     * Runs {@code work} in one transaction, which commits when it returns and rolls back when it throws.
     *
     * @return what {@code work} returned
     */
    public <T> T inTransaction(Function<Transaction, T> work) {
        return jdbi.inTransaction(handle -> work.apply(new Transaction(handle, clock)));
    }

    /** Every connection is closed after its transaction; nothing is left to close but the name says when use ends. */
    @Override
    public void close() {}

    private static DataSource sqlite(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SQLiteConfig options = new SQLiteConfig();
        options.setJournalMode(SQLiteConfig.JournalMode.WAL);
        options.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        options.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        options.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        options.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(options);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return source;
    }

    private static DataSource postgres(StoreConfig.PostgreSql config) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(config.url());
        // A database that has gone silent must become an error: the cluster's thread asks it for the log's head.
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(SILENCE_SECONDS);
        if (config.username() != null) {
            source.setUser(config.username());
        }
        if (config.password() != null) {
            source.setPassword(config.password());
        }
        return source;
    }
}
