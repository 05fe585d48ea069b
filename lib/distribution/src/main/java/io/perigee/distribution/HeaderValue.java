package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;

/** A header that the network adds to its requests to an origin. */
public record HeaderValue(
        @Describes(
                value = "The header's name.",
                format = Format.ORIGIN_HEADER_NAME,
                maxLength = Limits.HEADER_NAME_LENGTH)
        String name,

        @Describes(value = "The header's value.", format = Format.HEADER_VALUE, maxLength = Limits.HEADER_VALUE_LENGTH)
        String value) {}
