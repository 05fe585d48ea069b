package io.perigee.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What lies on disk beside the objects: marks, and the place in the change log up to which all marks are there. So whatever an object on disk
 * may be covered by is on disk, or will be told when the node goes on in the log.
 */
final class DiskNotes {
    private static final int POSITION = 1;

    private DiskNotes() {}

    /** Whose mark it is, and what it does. */
    enum Source {
        /** Of the change log: what it covers is dead. */
        LOG(2),
        /** This node's own: what it covers is dead. */
        LOCAL(3),
        /** Of the change log: what it covers is stale. */
        SOFT(4);

        private final int code;

        Source(int code) {
            this.code = code;
        }

        private static Source of(int code) throws IOException {
            for (Source source : values()) {
                if (source.code == code) {
                    return source;
                }
            }
            throw new IOException("a note of sort " + code);
        }
    }

    /**
     * A place in the change log, and in this node's own count of invalidations.
     *
     * @param log the log's identity; empty for a node that follows none
     */
    record Position(String log, long sequence, long local) {
        static final Position NONE = new Position("", 0, 0);
    }

    static byte[] position(Position position) {
        return write(to -> {
            to.writeByte(POSITION);
            ObjectFormat.write(to, position.log);
            to.writeLong(position.sequence);
            to.writeLong(position.local);
        });
    }

    static byte[] mark(Source source, MarkListener.Sort sort, String namespace, String what, long sequence) {
        return write(to -> {
            to.writeByte(source.code);
            ObjectFormat.write(to, sort.name());
            ObjectFormat.write(to, namespace);
            ObjectFormat.write(to, what);
            to.writeLong(sequence);
        });
    }

    /** Puts a mark where it belongs. */
    interface Reader {
        void position(Position position);

        void mark(Source source, MarkListener.Sort sort, String namespace, String what, long sequence);
    }

    /** @throws UncheckedIOException if it is none of these notes */
    static void read(byte[] note, Reader reader) {
        try (DataInputStream from = new DataInputStream(new ByteArrayInputStream(note))) {
            int sort = from.readByte();
            if (sort == POSITION) {
                reader.position(new Position(ObjectFormat.text(from), from.readLong(), from.readLong()));
            } else {
                reader.mark(
                        Source.of(sort),
                        MarkListener.Sort.valueOf(ObjectFormat.text(from)),
                        ObjectFormat.text(from),
                        ObjectFormat.text(from),
                        from.readLong());
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UncheckedIOException(new IOException("a note of another version", e));
        }
    }

    private interface Content {
        void writeTo(DataOutputStream to) throws IOException;
    }

    private static byte[] write(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream to = new DataOutputStream(bytes)) {
            content.writeTo(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
