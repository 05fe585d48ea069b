package io.perigee.geo.mmdb;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Metadata;
import com.maxmind.db.Reader;
import io.perigee.geo.GeoDatabase;
import io.perigee.geo.Geography;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One state of a database file with a cache of its answers.
 *
 * <p>The reader is never closed: closing would fail the look-ups in flight, and frees nothing that garbage collection
 * does not free (heap arrays, or a mapping that goes with its buffer). The cache is two-way set-associative: an address
 * has two slots, a newer one pushes out the older. That bounds memory and needs no lock, and an edge's viewers come in
 * bursts of requests.
 */
final class MmdbSnapshot implements GeoDatabase {
    private static final Logger log = LoggerFactory.getLogger(MmdbDatabase.class);

    /** About 2 MB when full of records that share nothing. */
    static final int CACHE_SLOTS = 8192;

    private static final int FIBONACCI = 0x9e3779b9;

    private final Reader reader;
    private final boolean ipv6;
    private final AtomicReferenceArray<@Nullable Answer> cache = new AtomicReferenceArray<>(CACHE_SLOTS);
    private final AtomicBoolean warned = new AtomicBoolean();

    private record Answer(InetAddress address, Geography geography) {}

    MmdbSnapshot(Reader reader) {
        this.reader = reader;
        this.ipv6 = reader.getMetadata().ipVersion() == 6;
    }

    /** A node cache of the reader: decoded names and countries that many records point to are shared. */
    static CHMCache nodeCache() {
        return new CHMCache();
    }

    Metadata metadata() {
        return reader.getMetadata();
    }

    @Override
    public Geography lookup(InetAddress address) {
        int slot = (address.hashCode() * FIBONACCI) >>> (32 - Integer.numberOfTrailingZeros(CACHE_SLOTS)) & ~1;
        Answer newer = cache.get(slot);
        if (newer != null && newer.address().equals(address)) {
            return newer.geography();
        }
        Answer older = cache.get(slot + 1);
        if (older != null && older.address().equals(address)) {
            return older.geography();
        }
        Geography found;
        try {
            found = read(address);
        } catch (IOException | RuntimeException e) {
            if (warned.compareAndSet(false, true)) {
                log.warn("geography database is damaged at {}: such addresses are taken as unknown", address, e);
            }
            found = Geography.UNKNOWN;
        }
        cache.set(slot + 1, newer);
        cache.set(slot, new Answer(address, found));
        return found;
    }

    /** Reads without the cache; fails where the file is damaged. */
    Geography read(InetAddress address) throws IOException {
        if (!ipv6 && !(address instanceof Inet4Address)) {
            return Geography.UNKNOWN;
        }
        Map<?, ?> data = reader.get(address, Map.class);
        return data == null ? Geography.UNKNOWN : MmdbRecord.geography(data);
    }
}
