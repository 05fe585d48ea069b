package io.perigee.origin.store;

import java.util.Optional;

/** What must hold of the object in place for a write to happen; checked in one step with the write. */
public sealed interface WriteCondition {

    /** Whether the write may happen. */
    default boolean allows(Optional<StoredObject> inPlace) {
        return switch (this) {
            case Always ignored -> true;
            case Absent ignored -> inPlace.isEmpty();
            case Matches matches ->
                inPlace.map(object -> object.etag().equals(matches.etag())).orElse(false);
        };
    }

    /** No condition. */
    record Always() implements WriteCondition {}

    /** {@code If-None-Match: *}: there is no such object yet. */
    record Absent() implements WriteCondition {}

    /**
     * {@code If-Match}: the object in place has this entity tag.
     *
     * @param etag without quotes
     */
    record Matches(String etag) implements WriteCondition {}
}
