package io.perigee.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The segments in turn. Records are appended to the current one; when it is full its footer is written and the next becomes current, and
 * the one behind that is emptied: what was used in it since it was written is appended again, as in SIEVE or second chance, and the rest is
 * forgotten.
 *
 * <p>So what lies in the ring lies there in the order in which it was written, and goes in that order. A note that says something of
 * what was written before it is therefore there exactly as long as that is.
 *
 * <p>Used by one thread.
 */
final class Ring {
    private final Segment[] segments;
    private final DiskIndex index;
    private final DiskStore.Owner owner;
    private final RecordOutput output = new RecordOutput();
    private Footer footer = new Footer();
    private int current;
    private volatile long generation;
    private long position;
    private boolean open;

    Ring(Segment[] segments, DiskIndex index, DiskStore.Owner owner) {
        this.segments = segments;
        this.index = index;
        this.owner = owner;
    }

    /** Begins the segment behind the one that was written last, which had this generation. */
    void resume(int last, long lastGeneration) throws IOException {
        current = last;
        generation = lastGeneration;
        if (!next()) {
            throw new IOException("all segments are being read");
        }
    }

    /** Where it was written; null when there is no room: it is too long, or all segments are being read. */
    @Nullable
    Place append(long hash, int variant, Kind kind, byte[] meta, Content content) throws IOException {
        long length = RecordHeader.recordLength(meta.length, content.length());
        if (!fits(length)) {
            if (length > capacity() || !next() || !fits(length)) {
                return null;
            }
        }
        return write(hash, variant, kind, meta, content, length);
    }

    /** Of what is written now. */
    long generation() {
        return generation;
    }

    /** Ends in order. */
    void close() throws IOException {
        append(0, 0, Kind.CLOSED, new byte[0], Content.NONE);
        seal();
        for (Segment segment : segments) {
            segment.channel().force(false);
        }
    }

    /** The longest record that is sure to fit into an empty segment. */
    private long capacity() {
        return segments[0].length() / 2;
    }

    private boolean fits(long length) {
        return open && position + length + footer.length(1) <= segments[current].length();
    }

    private Place write(long hash, int variant, Kind kind, byte[] meta, Content content, long length)
            throws IOException {
        Segment segment = segments[current];
        Place place = new Place(current, position, length);
        output.write(
                segment,
                position,
                RecordHeader.encode(generation, hash, variant, kind, meta, content.length()),
                content);
        footer.add(hash, variant, kind, place);
        position += length;
        return place;
    }

    private void seal() throws IOException {
        if (open) {
            open = false;
            footer.write(segments[current], position);
        }
    }

    private boolean next() throws IOException {
        seal();
        int chosen = free();
        if (chosen < 0) {
            return false;
        }
        current = chosen;
        long begun = generation + 1;
        generation = begun;
        position = 0;
        footer = new Footer();
        open = true;
        segments[current].begin(begun);
        byte[] state = Begin.encode(owner.state());
        write(0, 0, Kind.BEGIN, state, Content.NONE, RecordHeader.recordLength(state.length, 0));
        empty(after(current), true);
        return true;
    }

    /** The next segment that nobody reads, emptied; -1 when there is none. */
    private int free() throws IOException {
        for (int number = after(current); number != current; number = after(number)) {
            // One that is still read is emptied all the same, so that everything goes in order.
            empty(number, false);
            if (!segments[number].hasReaders()) {
                return number;
            }
        }
        return -1;
    }

    private int after(int number) {
        return (number + 1) % segments.length;
    }

    private void empty(int number, boolean rescue) throws IOException {
        Segment segment = segments[number];
        long was = segment.generation();
        if (was == 0) {
            return;
        }
        Footer contents = Footer.read(segment, was);
        if (contents == null) {
            throw new IOException("the index of segment " + number + " is damaged");
        }
        Rescue used = new Rescue(segment, was, rescue ? segments[current].length() / 2 : 0);
        contents.forEach(number, used::visit);
        used.end();
        segment.retire();
        segment.write(ByteBuffer.allocate(RecordHeader.LENGTH), 0);
    }

    /** Appends what was used in a segment to the current one, up to a bound, so that the ring always comes round. */
    private final class Rescue {
        private final Segment from;
        private final long fromGeneration;
        private final boolean entered;
        private long left;
        private @Nullable IOException failure;

        Rescue(Segment from, long fromGeneration, long most) {
            this.from = from;
            this.fromGeneration = fromGeneration;
            this.left = most;
            this.entered = from.enter(fromGeneration);
        }

        void visit(Footer.Entry entry) {
            if (entry.kind() != Kind.OBJECT || !index.holds(entry.hash(), entry.variant(), entry.place())) {
                return;
            }
            Place moved = null;
            if (failure == null
                    && entered
                    && entry.place().length() <= left
                    && index.isUsed(entry.hash(), entry.variant(), entry.place())) {
                try {
                    moved = move(entry);
                } catch (IOException e) {
                    failure = e;
                }
            }
            if (moved == null || !index.move(entry.hash(), entry.variant(), entry.place(), moved)) {
                index.remove(entry.hash(), entry.variant(), entry.place());
            }
        }

        private @Nullable Place move(Footer.Entry entry) throws IOException {
            DiskRecord record = DiskRecord.read(index, from, fromGeneration, entry.place());
            if (record == null) {
                return null;
            }
            byte[] renewed = owner.renewed(record.meta(), fromGeneration);
            if (renewed == null) {
                return null;
            }
            Content content = new Content.Copy(record.body());
            long length = RecordHeader.recordLength(renewed.length, content.length());
            if (!fits(length)) {
                return null;
            }
            left -= length;
            return write(entry.hash(), entry.variant(), Kind.OBJECT, renewed, content, length);
        }

        void end() throws IOException {
            if (entered) {
                from.leave();
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
