package io.perigee.geo.mmdb;

import java.time.Instant;

/** What a poll of a database file came to. */
public sealed interface ReloadOutcome {

    /** The file is the one in use (or the one that was refused before). */
    record Unchanged() implements ReloadOutcome {}

    /** The file changed since the last poll and may still be being written; the next poll looks again. */
    record Settling() implements ReloadOutcome {}

    /**
     * The new file is in use.
     *
     * @param databaseType from its metadata, for example {@code GeoLite2-City}
     * @param builtAt from its metadata
     */
    record Reloaded(String databaseType, Instant builtAt) implements ReloadOutcome {}

    /** The new file is missing or damaged; the old content stays in use. */
    record Refused(String reason) implements ReloadOutcome {}
}
