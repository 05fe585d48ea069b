package io.perigee.control.backup;

import io.perigee.control.ControlConfig;
import io.perigee.control.store.Store;
import io.perigee.control.store.StoreConfig;
import io.perigee.control.store.StoredTables;
import io.perigee.control.store.Transaction;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * Backs a control plane's database up and puts it back. All of it is in a backup: resources, functions' packages, key value stores,
 * invalidations, the log, invocations that wait, dead letters, what functions printed and used. Not in it: the network's keys, the API's
 * tokens, configuration files.
 *
 * <p>Methods block.
 */
public final class Backups {

    private final StoreConfig database;
    private final String network;
    private final InstantSource clock;

    public Backups(StoreConfig database, String network, InstantSource clock) {
        this.database = database;
        this.network = network;
        this.clock = clock;
    }

    /** Of the database that a control plane of that configuration uses. */
    public static Backups of(ControlConfig config, InstantSource clock) {
        return new Backups(config.store(), config.cluster().name(), clock);
    }

    /** A backup that was made, or put back. */
    public record Done(BackupHeader header, long count) {}

    /**
     * Copies the database as it is at one moment, while control planes use it or not. The file is complete and was read again when this
     * returns; nobody but its owner may read it.
     *
     * @return what was copied, and how many rows
     * @throws BackupException if the file exists, or there is no control plane's database
     */
    public Done make(Path file) throws IOException {
        if (Files.exists(file)) {
            throw new BackupException(file + " exists; a backup is never written over another file");
        }
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        Files.createFile(partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Done made = opened().tables(tables -> write(tables, partial));
            BackupReader.verified(partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            return made;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private Store opened() throws BackupException {
        try {
            return Store.openAsItIs(database, clock);
        } catch (UncheckedIOException e) {
            throw new BackupException(String.valueOf(e.getMessage()));
        }
    }

    private Done write(StoredTables tables, Path file) throws IOException {
        String schema =
                tables.schema().orElseThrow(() -> new BackupException("no control plane has used this database"));
        BackupHeader header = new BackupHeader(
                schema,
                network,
                tables.log().orElse(""),
                tables.head(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.WRITE));
                OutputStream out = new GZIPOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            BackupWriter writer = new BackupWriter(out, header);
            tables.read(writer);
            long rows = writer.end();
            ((GZIPOutputStream) out).finish();
            channel.force(true);
            return new Done(header, rows);
        }
    }

    /**
     * Puts a backup into a database that nothing has used. It is read once as a whole before anything is changed. No control plane may use
     * the database meanwhile.
     *
     * @return what was put back, and the sequence at which the log goes on
     * @throws BackupException if the file cannot be read to its end, was written by a newer program, is of another network, or the database
     *     is not empty
     */
    public Done restore(Path file) throws IOException {
        BackupHeader header = BackupReader.verified(file);
        List<String> known = Store.schemas(database);
        if (!known.contains(header.schema())) {
            throw new BackupException(file + " was written by a newer program (schema " + header.schema()
                    + "); this one knows schemas up to " + known.getLast());
        }
        if (!header.network().equals(network)) {
            throw new BackupException(
                    file + " is of the network " + header.network() + ", and the configuration of " + network);
        }
        try {
            return new Done(header, Store.fill(database, clock, header.schema(), to -> BackupReader.rows(file, to)));
        } catch (Store.NotEmptyException e) {
            throw new BackupException(
                    "a control plane has used this database; a backup is put into an empty one only (embedded: move control.db and the files"
                            + " beside it away; PostgreSQL: make a new database and name it in the configuration)");
        }
    }

    /**
     * For a database that was restored by its own means: begins a new epoch of its log. No control plane may use it meanwhile.
     *
     * @return the sequence at which the log goes on
     */
    public long beginEpoch() throws IOException {
        if (opened().tables(StoredTables::schema).isEmpty()) {
            throw new BackupException("no control plane has used this database");
        }
        return Store.open(database, clock).inTransaction(Transaction::newEpoch);
    }
}
