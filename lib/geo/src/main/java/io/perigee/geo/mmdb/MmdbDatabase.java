package io.perigee.geo.mmdb;

import com.maxmind.db.Reader;
import io.perigee.geo.GeoDatabase;
import io.perigee.geo.Geography;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operator's database file in MaxMind's format, reloaded when it changes.
 *
 * <p>A poll compares the file's modification time, size and inode with those of the content in use. A change is taken
 * up once two polls in a row saw the same file, so that a copy in progress is not read; the new file is probed and then
 * swapped in with one write, and look-ups in flight finish on the old content. A new file that is damaged is refused
 * with one warning.
 */
public final class MmdbDatabase implements GeoDatabase {
    private static final Logger log = LoggerFactory.getLogger(MmdbDatabase.class);

    /** Where the file's content is kept. */
    public enum Storage {
        /** On the heap (a City database takes 60 to 130 MB). Safe however the file is replaced. */
        HEAP,
        /**
         * Mapped. Takes no heap and starts at once, but the operator must replace the file by renaming: a file that
         * is truncated or overwritten in place while mapped fails the look-ups that touch it.
         */
        MAPPED
    }

    private final Path file;
    private final Storage storage;
    private volatile MmdbSnapshot snapshot;

    // Guarded by this: poll may be called by a schedule and by an operator's request.
    private @Nullable Stamp settled;
    private @Nullable Stamp pending;

    private record Stamp(
            FileTime modified, long size, @Nullable Object inode) {}

    private MmdbDatabase(Path file, Storage storage, MmdbSnapshot snapshot, @Nullable Stamp settled) {
        this.file = file;
        this.storage = storage;
        this.snapshot = snapshot;
        this.settled = settled;
    }

    /**
     * Opens a file.
     *
     * @throws IOException when it cannot be read or is no database in MaxMind's format
     */
    public static MmdbDatabase open(Path file, Storage storage) throws IOException {
        Stamp stamp = stamp(file);
        return new MmdbDatabase(file, storage, load(file, storage), stamp);
    }

    /**
     * A database that is not in a file, as {@link MmdbWriter#toBytes} makes it.
     *
     * @throws IOException when it is no database in MaxMind's format
     */
    public static GeoDatabase of(byte[] content) throws IOException {
        MmdbSnapshot snapshot =
                new MmdbSnapshot(new Reader(new ByteArrayInputStream(content), MmdbSnapshot.nodeCache()));
        MmdbProbe.check(snapshot);
        return snapshot;
    }

    @Override
    public Geography lookup(InetAddress address) {
        return snapshot.lookup(address);
    }

    /** The type in the metadata of the content in use, for example {@code GeoLite2-City}. */
    public String databaseType() {
        return snapshot.metadata().databaseType();
    }

    /** Polls the file every period until the result is closed. A few seconds to minutes are sensible. */
    public PollSchedule.Cancellation watch(PollSchedule schedule, Duration period) {
        return schedule.every(period, this::poll);
    }

    /** Looks at the file once; takes up a change that has settled. Blocks on file I/O. Never throws. */
    public synchronized ReloadOutcome poll() {
        Stamp seen;
        try {
            seen = stamp(file);
        } catch (IOException e) {
            return missing(e);
        }
        if (seen.equals(settled)) {
            pending = null;
            return new ReloadOutcome.Unchanged();
        }
        if (!seen.equals(pending)) {
            pending = seen;
            return new ReloadOutcome.Settling();
        }
        return reload(seen);
    }

    private ReloadOutcome reload(Stamp seen) {
        MmdbSnapshot loaded;
        try {
            loaded = load(file, storage);
            Stamp after = stamp(file);
            if (!after.equals(seen)) {
                pending = after;
                return new ReloadOutcome.Settling();
            }
        } catch (IOException | RuntimeException e) {
            settled = seen;
            pending = null;
            log.warn("geography database {} is refused, the previous content stays in use: {}", file, e.toString());
            return new ReloadOutcome.Refused(e.toString());
        }
        settled = seen;
        pending = null;
        snapshot = loaded;
        log.info(
                "geography database {} reloaded: {} of {}",
                file,
                loaded.metadata().databaseType(),
                loaded.metadata().buildTime());
        return new ReloadOutcome.Reloaded(
                loaded.metadata().databaseType(), loaded.metadata().buildTime());
    }

    private ReloadOutcome missing(IOException cause) {
        if (settled != null) {
            log.warn(
                    "geography database {} cannot be read, the previous content stays in use: {}",
                    file,
                    cause.toString());
        }
        // Whatever appears there later is taken as new.
        settled = null;
        pending = null;
        return new ReloadOutcome.Refused(cause.toString());
    }

    private static MmdbSnapshot load(Path file, Storage storage) throws IOException {
        Reader reader = switch (storage) {
            case HEAP -> new Reader(file.toFile(), Reader.FileMode.MEMORY, MmdbSnapshot.nodeCache());
            case MAPPED -> new Reader(file.toFile(), Reader.FileMode.MEMORY_MAPPED, MmdbSnapshot.nodeCache());
        };
        MmdbSnapshot snapshot = new MmdbSnapshot(reader);
        MmdbProbe.check(snapshot);
        return snapshot;
    }

    private static Stamp stamp(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }
}
