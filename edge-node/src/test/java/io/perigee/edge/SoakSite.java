package io.perigee.edge;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What the soak's origin serves: objects whose every byte follows from the object, its variant and its version, so that each answer can be checked by
 * what it says it is. The version is the entity tag.
 */
final class SoakSite {

    /** What is special about an object. */
    enum Kind {
        SMALL("max-age=600"),
        /** Above the caches' threshold for slices. */
        LARGE("max-age=600"),
        /** Compressed by the edge for who accepts that. */
        TEXT("max-age=600"),
        /** Another body for each value of X-Kind. */
        VARIED("max-age=600"),
        /** Has no Content-Length. */
        STREAMED("max-age=600"),
        /** Confirmed at each request. */
        CHECKED("max-age=0, must-revalidate"),
        /** May be served stale in any trouble. */
        STALE("max-age=0, stale-while-revalidate=600, stale-if-error=600"),
        UNCACHEABLE("no-store");

        final String cacheControl;

        Kind(String cacheControl) {
            this.cacheControl = cacheControl;
        }
    }

    static final int OBJECTS = 48;

    // One entry for each object.
    private final AtomicIntegerArray versions = new AtomicIntegerArray(OBJECTS);
    private final AtomicIntegerArray floors = new AtomicIntegerArray(OBJECTS);

    static Kind kind(int object) {
        return Kind.values()[object % Kind.values().length];
    }

    static String path(int object) {
        return "/" + object;
    }

    int version(int object) {
        return versions.get(object);
    }

    /** The least version that a request which begins now may get. */
    int floor(int object) {
        return floors.get(object);
    }

    /** The object changes. */
    int change(int object) {
        return versions.incrementAndGet(object);
    }

    /** An invalidation is complete, which was accepted when the object had this version. */
    void invalidated(int object, int version) {
        floors.accumulateAndGet(object, version, Math::max);
    }

    static int length(int object, int version) {
        int some = (int) Long.remainderUnsigned(mix(object * 31L + version), 40_000);
        return switch (kind(object)) {
            case LARGE -> 700_000 + 25 * some;
            case TEXT -> 1_000 + some;
            default -> some;
        };
    }

    /** The bytes from {@code from} on. */
    static byte[] bytes(int object, String variant, int version, int from, int count) {
        long seed = mix(object * 1_000_003L + version * 31L + variant.hashCode());
        byte[] bytes = new byte[count];
        long word = 0;
        for (int i = 0; i < count; i++) {
            int at = from + i;
            if (i == 0 || (at & 7) == 0) {
                word = mix(seed + (at >>> 3));
            }
            bytes[i] = (byte) ('a' + ((word >>> ((at & 7) * 8)) & 15));
        }
        return bytes;
    }

    /** What an upload of such bytes is answered with. */
    static String receipt(byte[] uploaded) {
        var sum = new java.util.zip.CRC32();
        sum.update(uploaded);
        return uploaded.length + ":" + sum.getValue();
    }

    /** As in SplitMix64. */
    private static long mix(long value) {
        long mixed = value * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
