package io.perigee.cache.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the index again after a start: out of the footers, in the order in which the segments were written, and by a scan of the segment that
 * has none yet.
 *
 * <p>What is missing may have been a note that forbids what was written before it. So where anything is missing, everything before it is
 * forgotten: before a segment that cannot be read, and before a note that is damaged. Of a segment whose begin is damaged nobody knows when it
 * was written: then everything is forgotten.
 */
final class Recovery {
    private static final int LONGEST_BEGIN = 1 << 20;

    private final Segment[] segments;
    private final DiskIndex index;
    private final DiskStore.Owner owner;

    /** What was written last; a generation of 0 when nothing is there. */
    record Last(int segment, long generation) {}

    private record Found(Segment segment, long generation, Begin begin) {}

    Recovery(Segment[] segments, DiskIndex index, DiskStore.Owner owner) {
        this.segments = segments;
        this.index = index;
        this.owner = owner;
    }

    /** Blocks while it reads. Segments of which nothing counts are retired, on disk as well. */
    Last run() throws IOException {
        List<Found> found = new ArrayList<>();
        for (Segment segment : segments) {
            ByteBuffer first = ByteBuffer.allocate(RecordHeader.LENGTH);
            segment.read(first, 0);
            if (isUnused(first.flip())) {
                continue;
            }
            Found each = begin(segment, first);
            if (each == null) {
                SegmentFiles.empty(List.of(segments));
                found.clear();
                break;
            }
            found.add(each);
        }
        return found.isEmpty() ? new Last(segments.length - 1, 0) : run(found);
    }

    private Last run(List<Found> found) throws IOException {
        found.sort(Comparator.comparingLong(Found::generation).reversed());
        for (Found each : found) {
            each.segment.begin(each.generation);
        }
        List<Footer> footers = trusted(found);
        for (int i = footers.size() - 1; i >= 0; i--) {
            replay(found.get(i), footers.get(i));
        }
        for (Found each : found.subList(footers.size(), found.size())) {
            each.segment.retire();
            each.segment.write(ByteBuffer.allocate(RecordHeader.LENGTH), 0);
        }
        Found newest = found.get(0);
        return new Last(newest.segment.number(), newest.generation);
    }

    private static boolean isUnused(ByteBuffer first) {
        return first.equals(ByteBuffer.allocate(RecordHeader.LENGTH));
    }

    /** Null when it is damaged. */
    private static @Nullable Found begin(Segment segment, ByteBuffer first) throws IOException {
        long generation = first.getLong(8);
        RecordHeader header = generation <= 0 ? null : RecordHeader.decode(first, generation);
        long longest = Math.min(LONGEST_BEGIN, segment.length() - RecordHeader.LENGTH);
        if (header == null || header.kind() != Kind.BEGIN || header.metaLength() > longest) {
            return null;
        }
        byte[] head = new byte[RecordHeader.LENGTH + header.metaLength()];
        segment.read(ByteBuffer.wrap(head), 0);
        return header.matches(head) ? new Found(segment, generation, Begin.decode(RecordHeader.meta(head))) : null;
    }

    /** The contents of the newest segments, the newest first, as far back as nothing is missing. */
    private List<Footer> trusted(List<Found> found) throws IOException {
        List<Footer> footers = new ArrayList<>();
        long expected = found.get(0).generation;
        for (Found each : found) {
            if (each.generation != expected) {
                break;
            }
            Footer footer = Footer.read(each.segment, each.generation);
            boolean newest = footers.isEmpty();
            if (footer == null) {
                footer = newest ? new SegmentScan(index, each.segment, each.generation).run() : null;
                if (footer == null) {
                    break;
                }
                // From here on it is like the others.
                footer.write(each.segment, footer.end());
            }
            if (newest && !each.begin.isOfThisRun() && !footer.endsWith(Kind.CLOSED)) {
                break;
            }
            footers.add(footer);
            expected--;
        }
        return footers;
    }

    private void replay(Found found, Footer footer) {
        Segment segment = found.segment;
        owner.noted(found.begin.state());
        footer.forEach(segment.number(), entry -> {
            switch (entry.kind()) {
                case OBJECT -> index.put(entry.hash(), entry.variant(), entry.place());
                case REMOVAL -> index.remove(entry.hash(), entry.variant());
                case PURGE -> index.clear();
                case NOTE -> note(segment, found.generation, entry.place());
                case BEGIN, CLOSED -> {
                    // They say nothing of what is stored.
                }
            }
        });
    }

    private void note(Segment segment, long generation, Place place) {
        try {
            DiskRecord note = DiskRecord.read(index, segment, generation, place);
            if (note == null) {
                index.clear();
            } else {
                owner.noted(note.meta());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
