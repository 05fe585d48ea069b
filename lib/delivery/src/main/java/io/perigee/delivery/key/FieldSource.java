package io.perigee.delivery.key;

import org.jspecify.annotations.Nullable;

/** Where the values of a request's headers come from: what the viewer sent, and what the network says of the viewer. */
@FunctionalInterface
public interface FieldSource {

    /** All lines of the header as one value; null when there is none. Names are compared without regard to case. */
    @Nullable
    String combined(String name);
}
