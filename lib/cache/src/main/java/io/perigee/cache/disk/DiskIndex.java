package io.perigee.cache.disk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of what is stored lie: open addressing in arrays of longs, three for each record, so 32 to 64 bytes. Several records can
 * share a hash; their variants tell them apart.
 *
 * <p>In stripes with a lock each: a lock is held for a probe, or for the doubling of a 64th of the index.
 */
final class DiskIndex {
    private static final int STRIPES = 64;

    private final Stripe[] stripes = new Stripe[STRIPES];

    DiskIndex() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    /** Takes the place of what was there for this hash and variant. */
    void put(long hash, int variant, Place place) {
        stripe(hash).put(hash, variant, place);
    }

    /** Whether there was something to remove. */
    boolean remove(long hash, int variant) {
        return stripe(hash).remove(hash, variant, null);
    }

    /** Removes it if it is the record at this place. */
    boolean remove(long hash, int variant, Place place) {
        return stripe(hash).remove(hash, variant, place);
    }

    /** Removes the record at this place, whatever its variant is. */
    void remove(long hash, Place place) {
        stripe(hash).remove(hash, place);
    }

    /** Moves the record from one place to another; false when it is not there. */
    boolean move(long hash, int variant, Place from, Place to) {
        return stripe(hash).move(hash, variant, from, to);
    }

    /** Whether this place is where the record for this hash and variant lies. */
    boolean holds(long hash, int variant, Place place) {
        return stripe(hash).holds(hash, variant, place);
    }

    /** Whether a record with this hash lies at this place, whatever its variant is. */
    boolean holds(long hash, Place place) {
        return find(hash).contains(place);
    }

    boolean contains(long hash) {
        return stripe(hash).contains(hash);
    }

    /** The records with this hash, of all variants. */
    List<Place> find(long hash) {
        return stripe(hash).find(hash);
    }

    /** Notes that the record is used. */
    void touch(long hash, Place place) {
        stripe(hash).touch(hash, Stripe.at(place.segment(), place.offset()));
    }

    /** Whether the record at this place has been used since it was written. */
    boolean isUsed(long hash, int variant, Place place) {
        return stripe(hash).isUsed(hash, variant, place);
    }

    void clear() {
        for (Stripe stripe : stripes) {
            stripe.clear();
        }
    }

    /** Where a record lies. */
    interface Visitor {
        void visit(long hash, Place place);
    }

    /** Visits the records that were there when it came to their stripe; without a lock. */
    void forEach(Visitor visitor) {
        for (Stripe stripe : stripes) {
            stripe.forEach(visitor);
        }
    }

    /** The number of records. */
    long size() {
        long size = 0;
        for (Stripe stripe : stripes) {
            size += stripe.size();
        }
        return size;
    }

    /** What the records take on disk, in bytes. */
    long bytes() {
        long bytes = 0;
        for (Stripe stripe : stripes) {
            bytes += stripe.bytes();
        }
        return bytes;
    }

    /** What the index itself takes in memory, in bytes. */
    long memory() {
        long memory = 0;
        for (Stripe stripe : stripes) {
            memory += stripe.memory();
        }
        return memory;
    }

    private Stripe stripe(long hash) {
        return stripes[(int) (hash >>> 58)];
    }

    /**
     * A part of the index. A record is {@code hash}, {@code used:1 segment:15 offset:48} and {@code variant:24 length:40}; a hash of 0
     * stands for none.
     */
    private static final class Stripe {
        private static final int WIDTH = 3;
        private static final int FIRST_CAPACITY = 16;
        // Spreads hashes that differ in a few bits only.
        private static final long MIXER = 0x9E3779B97F4A7C15L;
        private static final long USED = 1L << 63;
        private static final long LENGTH = (1L << 40) - 1;

        private long[] slots = new long[FIRST_CAPACITY * WIDTH];
        private int size;
        private long bytes;

        static long at(int segment, long offset) {
            return (long) segment << 48 | offset;
        }

        private static long extent(int variant, long length) {
            return (long) variant << 40 | length;
        }

        synchronized void put(long hash, int variant, Place place) {
            int found = locate(hash, variant);
            if (slots[found] == 0) {
                size++;
            } else {
                bytes -= slots[found + 2] & LENGTH;
            }
            slots[found] = hash;
            slots[found + 1] = at(place.segment(), place.offset());
            slots[found + 2] = extent(variant, place.length());
            bytes += place.length();
            if (size * 4 > capacity() * 3) {
                grow();
            }
        }

        synchronized boolean remove(long hash, int variant, @Nullable Place place) {
            int found = locate(hash, variant);
            if (slots[found] == 0 || (place != null && !isAt(found, place))) {
                return false;
            }
            bytes -= slots[found + 2] & LENGTH;
            size--;
            closeGap(found);
            return true;
        }

        synchronized void remove(long hash, Place place) {
            for (int slot = home(hash); slots[slot] != 0; slot = next(slot)) {
                if (slots[slot] == hash && isAt(slot, place)) {
                    remove(hash, (int) (slots[slot + 2] >>> 40), place);
                    return;
                }
            }
        }

        synchronized boolean move(long hash, int variant, Place from, Place to) {
            boolean there = holds(hash, variant, from);
            if (there) {
                put(hash, variant, to);
            }
            return there;
        }

        synchronized boolean holds(long hash, int variant, Place place) {
            int found = locate(hash, variant);
            return slots[found] != 0 && isAt(found, place);
        }

        synchronized boolean isUsed(long hash, int variant, Place place) {
            int found = locate(hash, variant);
            return slots[found] != 0 && isAt(found, place) && slots[found + 1] < 0;
        }

        synchronized boolean contains(long hash) {
            int slot = home(hash);
            while (slots[slot] != 0 && slots[slot] != hash) {
                slot = next(slot);
            }
            return slots[slot] != 0;
        }

        synchronized List<Place> find(long hash) {
            List<Place> found = List.of();
            for (int slot = home(hash); slots[slot] != 0; slot = next(slot)) {
                if (slots[slot] == hash) {
                    if (found.isEmpty()) {
                        found = new ArrayList<>(2);
                    }
                    found.add(place(slots, slot));
                }
            }
            return found;
        }

        synchronized void touch(long hash, long at) {
            for (int slot = home(hash); slots[slot] != 0; slot = next(slot)) {
                if (slots[slot] == hash && (slots[slot + 1] & ~USED) == at) {
                    slots[slot + 1] |= USED;
                }
            }
        }

        synchronized void clear() {
            slots = new long[FIRST_CAPACITY * WIDTH];
            size = 0;
            bytes = 0;
        }

        void forEach(Visitor visitor) {
            long[] now = snapshot();
            for (int slot = 0; slot < now.length; slot += WIDTH) {
                if (now[slot] != 0) {
                    visitor.visit(now[slot], place(now, slot));
                }
            }
        }

        private synchronized long[] snapshot() {
            return slots.clone();
        }

        synchronized int size() {
            return size;
        }

        synchronized long bytes() {
            return bytes;
        }

        synchronized long memory() {
            return 8L * slots.length;
        }

        private static Place place(long[] slots, int slot) {
            long at = slots[slot + 1] & ~USED;
            return new Place((int) (at >>> 48), at & (1L << 48) - 1, slots[slot + 2] & LENGTH);
        }

        private boolean isAt(int slot, Place place) {
            return (slots[slot + 1] & ~USED) == at(place.segment(), place.offset());
        }

        private int capacity() {
            return slots.length / WIDTH;
        }

        private int home(long hash) {
            long mixed = hash * MIXER;
            return (int) ((mixed ^ mixed >>> 32) & capacity() - 1) * WIDTH;
        }

        private int next(int slot) {
            int following = slot + WIDTH;
            return following == slots.length ? 0 : following;
        }

        /** The slot of this record, or the empty one where it belongs. */
        private int locate(long hash, int variant) {
            int slot = home(hash);
            while (slots[slot] != 0 && !(slots[slot] == hash && slots[slot + 2] >>> 40 == variant)) {
                slot = next(slot);
            }
            return slot;
        }

        /** Moves records up that were put behind the removed one only because it was there. */
        private void closeGap(int removed) {
            int gap = removed;
            for (int slot = next(gap); slots[slot] != 0; slot = next(slot)) {
                int home = home(slots[slot]);
                boolean reachable = gap <= slot ? home > gap && home <= slot : home > gap || home <= slot;
                if (!reachable) {
                    System.arraycopy(slots, slot, slots, gap, WIDTH);
                    gap = slot;
                }
            }
            slots[gap] = 0;
        }

        private void grow() {
            long[] old = slots;
            slots = new long[old.length * 2];
            for (int from = 0; from < old.length; from += WIDTH) {
                if (old[from] != 0) {
                    int slot = home(old[from]);
                    while (slots[slot] != 0) {
                        slot = next(slot);
                    }
                    System.arraycopy(old, from, slots, slot, WIDTH);
                }
            }
        }
    }
}
