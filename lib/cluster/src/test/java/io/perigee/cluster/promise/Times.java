package io.perigee.cluster.promise;

/** Virtual time is in nanoseconds. */
final class Times {

    static long millis(long millis) {
        return millis * 1_000_000;
    }

    static long seconds(long seconds) {
        return seconds * 1_000_000_000;
    }

    private Times() {}
}
