package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;

/** One published, unchangeable version of a function; the code itself is fetched by name and version. */
public record FunctionVersion(
        @Describes(value = "The function's name.", format = Format.ID)
        String name,

        @Describes(value = "The version, from 1, each one higher than the one before.", min = "1", max = "999999999")
        int version,

        @Describes(value = "The SHA-256 of the package's bytes.", format = Format.SHA256)
        String sha256,

        @Describes(value = "The package's size in bytes.", min = "1", max = "52428800")
        long size,

        @Describes(
                value = "The class in the package that is the function.",
                format = Format.CLASS_NAME,
                maxLength = 500)
        String entryClass) {}
