package io.perigee.chaos.check;

import java.util.Locale;

/** Instants of a run, for people. */
final class Instants {

    static final long SECOND = 1_000_000_000L;

    private Instants() {}

    /** Such as {@code 12.345 s}. */
    static String text(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / (double) SECOND);
    }
}
