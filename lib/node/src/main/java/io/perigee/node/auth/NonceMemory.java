package io.perigee.node.auth;

import java.util.Arrays;

/**
 * Remembers nonces for as long as they could be replayed: one set per window of time, windows reused in turn. Thread-safe:
 * striped by nonce. Memory is bounded by the capacity per window, about 16 bytes for each nonce held.
 */
final class NonceMemory {

    enum Seen {
        NEW,
        BEFORE,
        FULL
    }

    private static final int STRIPES = 16;
    /** A time within one window around now falls into the window of now, the one before, or the one after. */
    private static final int WINDOWS = 3;

    private final Stripe[] stripes = new Stripe[STRIPES];

    NonceMemory(int capacityPerWindow) {
        int perStripe = Math.max(1, capacityPerWindow / STRIPES);
        Arrays.setAll(stripes, i -> new Stripe(perStripe));
    }

    /** Notes the nonce under the window that its time falls into; windows are numbered by time. */
    Seen note(long window, long nonce) {
        Stripe stripe = stripes[(int) (nonce >>> 60)];
        synchronized (stripe) {
            return stripe.note(window, nonce == 0 ? 1 : nonce);
        }
    }

    private static final class Stripe {
        private final int capacity;
        private final long[] numbers = new long[WINDOWS];
        private final LongSet[] sets = new LongSet[WINDOWS];

        Stripe(int capacity) {
            this.capacity = capacity;
            Arrays.fill(numbers, Long.MIN_VALUE);
            Arrays.setAll(sets, i -> new LongSet());
        }

        Seen note(long window, long nonce) {
            int slot = (int) Math.floorMod(window, (long) WINDOWS);
            if (numbers[slot] != window) {
                numbers[slot] = window;
                sets[slot] = new LongSet();
            }
            LongSet set = sets[slot];
            if (set.contains(nonce)) {
                return Seen.BEFORE;
            }
            if (set.size() >= capacity) {
                return Seen.FULL;
            }
            set.add(nonce);
            return Seen.NEW;
        }
    }

    /** Open addressing with linear probing; zero marks a free place. */
    private static final class LongSet {
        private long[] table = new long[16];
        private int size;

        int size() {
            return size;
        }

        boolean contains(long value) {
            return table[place(table, value)] == value;
        }

        void add(long value) {
            if (2 * (size + 1) > table.length) {
                long[] larger = new long[table.length * 2];
                for (long each : table) {
                    if (each != 0) {
                        larger[place(larger, each)] = each;
                    }
                }
                table = larger;
            }
            table[place(table, value)] = value;
            size++;
        }

        /** Where the value is, or the free place where it belongs. */
        private static int place(long[] table, long value) {
            int mask = table.length - 1;
            int at = ((int) ((value * 0x9E3779B97F4A7C15L) >>> 32)) & mask;
            while (table[at] != 0 && table[at] != value) {
                at = (at + 1) & mask;
            }
            return at;
        }
    }
}
