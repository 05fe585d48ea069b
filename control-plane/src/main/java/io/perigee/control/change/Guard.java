package io.perigee.control.change;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the caller demands of the resource as it is before the change (RFC 9110, section 13.1). */
public sealed interface Guard {

    /** Nothing was said: good for creating, refused for replacing and deleting (docs/decisions/080). */
    record None() implements Guard {}

    /** Whatever is there may be replaced or deleted. */
    record Forced() implements Guard {}

    /** {@code If-None-Match: *}: there must be none. */
    record Absent() implements Guard {}

    /** {@code If-Match: *}: there must be one. */
    record Present() implements Guard {}

    /** {@code If-Match}: there must be one with one of these entity tags, quotes included. */
    record Matches(Set<String> etags) implements Guard {
        public Matches {
            etags = Set.copyOf(etags);
        }
    }

    /** Whether a resource with {@code etag}, or none if null, is what the caller demands. */
    default boolean admits(@Nullable String etag) {
        return switch (this) {
            case None ignored -> true;
            case Forced ignored -> true;
            case Absent ignored -> etag == null;
            case Present ignored -> etag != null;
            case Matches(Set<String> etags) -> etag != null && etags.contains(etag);
        };
    }
}
