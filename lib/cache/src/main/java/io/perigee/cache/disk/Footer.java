package io.perigee.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What lies in a segment, written behind the last record when the segment is full: 32 bytes for each record, {@code hash:8 offset:8 length:8
 * variant:4 kind:4}. The last 32 bytes of the file say where it begins: {@code magic:4 crc:4 generation:8 offset:8 count:4 zero:4}; the
 * checksum covers what follows it, and then the entries.
 */
final class Footer {
    static final int ENTRY = 32;
    static final int TRAILER = 32;

    private static final int MAGIC = 0x50524746;
    private static final int COVERED_FROM = 8;

    private byte[] bytes = new byte[64 * ENTRY];
    private int count;

    /** A record that a segment has. */
    record Entry(long hash, int variant, Kind kind, Place place) {}

    void add(long hash, int variant, Kind kind, Place place) {
        if ((count + 1) * ENTRY > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        ByteBuffer.wrap(bytes, count * ENTRY, ENTRY)
                .putLong(hash)
                .putLong(place.offset())
                .putLong(place.length())
                .putInt(variant)
                .putInt(kind.code());
        count++;
    }

    /** What it will take in the segment with {@code more} entries. */
    long length(int more) {
        return (long) (count + more) * ENTRY + TRAILER;
    }

    /** Where the next record would lie. */
    long end() {
        ByteBuffer last = ByteBuffer.wrap(bytes, (count - 1) * ENTRY, ENTRY);
        last.getLong();
        return last.getLong() + last.getLong();
    }

    /** Whether the last record is of this kind. */
    boolean endsWith(Kind kind) {
        return count > 0 && ByteBuffer.wrap(bytes).getInt(count * ENTRY - 4) == kind.code();
    }

    void write(Segment segment, long offset) throws IOException {
        ByteBuffer trailer = ByteBuffer.allocate(TRAILER);
        trailer.putInt(MAGIC)
                .putInt(0)
                .putLong(segment.generation())
                .putLong(offset)
                .putInt(count)
                .putInt(0)
                .flip();
        trailer.putInt(4, checksum(trailer.array(), bytes, count * ENTRY));
        segment.write(ByteBuffer.wrap(bytes, 0, count * ENTRY), offset);
        segment.write(trailer, segment.length() - TRAILER);
    }

    /** The footer of a segment of this generation; null when there is none, or it is damaged. */
    static @Nullable Footer read(Segment segment, long generation) throws IOException {
        ByteBuffer trailer = ByteBuffer.allocate(TRAILER);
        segment.read(trailer, segment.length() - TRAILER);
        long offset = trailer.getLong(16);
        int count = trailer.getInt(24);
        if (trailer.getInt(0) != MAGIC
                || trailer.getLong(8) != generation
                || count < 0
                || offset < 0
                || offset + (long) count * ENTRY > segment.length() - TRAILER) {
            return null;
        }
        Footer footer = new Footer();
        footer.bytes = new byte[count * ENTRY];
        footer.count = count;
        segment.read(ByteBuffer.wrap(footer.bytes), offset);
        return checksum(trailer.array(), footer.bytes, footer.bytes.length) == trailer.getInt(4) ? footer : null;
    }

    /** In the order in which they were written. */
    void forEach(int segment, Consumer<Entry> visitor) {
        ByteBuffer from = ByteBuffer.wrap(bytes, 0, count * ENTRY);
        for (int i = 0; i < count; i++) {
            long hash = from.getLong();
            Place place = new Place(segment, from.getLong(), from.getLong());
            int variant = from.getInt();
            Kind kind = Objects.requireNonNull(Kind.of(from.getInt()), "a kind of a footer that is as it was written");
            visitor.accept(new Entry(hash, variant, kind, place));
        }
    }

    private static int checksum(byte[] trailer, byte[] entries, int length) {
        CRC32C sum = new CRC32C();
        sum.update(trailer, COVERED_FROM, TRAILER - COVERED_FROM);
        sum.update(entries, 0, length);
        return (int) sum.getValue();
    }
}
