package io.perigee.geo.routing;

/**
 * A hash that is the same in every process and release, so that every router sends a viewer to the same edge: 64-bit
 * FNV-1a, with the finalizer of MurmurHash3 because FNV alone mixes the high bits of short keys badly.
 */
final class StableHash {
    private StableHash() {}

    static long of(byte[] first, byte[] second) {
        long hash = 0xcbf29ce484222325L;
        hash = add(hash, first);
        // A byte that UTF-8 never holds keeps ("ab", "c") apart from ("a", "bc").
        hash = (hash ^ 0xff) * 0x100000001b3L;
        hash = add(hash, second);
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    private static long add(long start, byte[] bytes) {
        long hash = start;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
