package io.perigee.control.change;

import io.perigee.distribution.document.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a change was not made. */
public sealed interface Refusal {

    /** There is nothing of this name. */
    record NotFound(String what) implements Refusal {}

    /** The change is good in itself, but does not go together with the network as it is; at least one violation. */
    record Conflict(List<Violation> violations) implements Refusal {
        public Conflict {
            violations = List.copyOf(violations);
        }
    }

    /**
     * The resource is not as the caller demands.
     *
     * @param etag of the resource as it is; null if there is none
     */
    record PreconditionFailed(@Nullable String etag) implements Refusal {}

    /**
     * Replacing or deleting needs {@code If-Match}, or force.
     *
     * @param etag of the resource as it is
     */
    record PreconditionRequired(String etag) implements Refusal {}
}
