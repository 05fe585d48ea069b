package io.perigee.cache;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Strings that are met again and again, each kept once: the names of fields, and values such as types, directives and the second that many
 * responses came in. A table of fixed size in which a string takes the place of what was there before; whoever comes too early for another's
 * string keeps its own, which costs memory and nothing else.
 */
final class SharedStrings {
    private static final int SLOTS = 1 << 12;
    private static final int LONGEST = 64;
    private static final AtomicReferenceArray<String> SEEN = new AtomicReferenceArray<>(SLOTS);

    private SharedStrings() {}

    /** An equal string, the one that others have where that is known. */
    static String of(String text) {
        if (text.length() > LONGEST) {
            return text;
        }
        int hash = text.hashCode();
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        String seen = SEEN.getAcquire(slot);
        if (text.equals(seen)) {
            return seen;
        }
        SEEN.setRelease(slot, text);
        return text;
    }
}
