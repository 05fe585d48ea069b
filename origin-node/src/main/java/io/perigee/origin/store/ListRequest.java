package io.perigee.origin.store;

import java.util.Optional;

/**
 * Which keys to list.
 *
 * @param prefix keys that start so; empty for all
 * @param delimiter keys that have it after the prefix are rolled up into one common prefix, e.g. {@code /}; empty for
 *     no rolling up
 * @param startAfter only what sorts after this key; empty for all
 * @param resumeAt {@link Listing#next()} of the page before; wins over {@code startAfter}
 * @param maximum most keys and common prefixes together, 0 to 1000
 */
public record ListRequest(String prefix, String delimiter, String startAfter, Optional<String> resumeAt, int maximum) {

    /** Most entries of one page. */
    public static final int MAXIMUM = 1000;

    /** @throws IllegalArgumentException if {@code maximum} is out of range */
    public ListRequest {
        if (maximum < 0 || maximum > MAXIMUM) {
            throw new IllegalArgumentException("maximum: " + maximum + ": expected 0 to " + MAXIMUM);
        }
    }

    /** The first page of the keys that start with this. */
    public static ListRequest ofPrefix(String prefix) {
        return new ListRequest(prefix, "", "", Optional.empty(), MAXIMUM);
    }
}
