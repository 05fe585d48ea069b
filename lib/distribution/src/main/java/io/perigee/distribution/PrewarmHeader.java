package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;

/** A field of the requests that fill caches. */
public record PrewarmHeader(
        @Describes(
                value = "The field's name.",
                format = Format.PREWARM_HEADER_NAME,
                maxLength = Limits.HEADER_NAME_LENGTH)
        String name,

        @Describes(value = "The field's value.", format = Format.HEADER_VALUE, maxLength = Limits.HEADER_VALUE_LENGTH)
        String value) {}
