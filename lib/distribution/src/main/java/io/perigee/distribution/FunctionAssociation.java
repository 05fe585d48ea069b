package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;

/** A function that runs at one point of a behavior's requests. */
public record FunctionAssociation(
        @Describes("The point at which the function runs.") EventType eventType,

        @Describes(value = "The function's name.", format = Format.ID)
        String function,

        @Describes(
                value = "The version that runs: a number, latest for the newest one at any time, or an alias.",
                defaultValue = "latest",
                format = Format.FUNCTION_VERSION)
        String version,

        @Describes(
                value = "Whether the function gets the request's body; for request events only.",
                defaultValue = "false")
        boolean includeBody) {

    /** The version that stands for the newest one. */
    public static final String LATEST = "latest";
}
