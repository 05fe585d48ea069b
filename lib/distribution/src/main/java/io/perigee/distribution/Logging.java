package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;

/**
 * Where a distribution's access log is delivered.
 *
 * <p>See <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_LoggingConfig.html">LoggingConfig</a>.
 */
public record Logging(
        @Describes(value = "Whether it is delivered.", defaultValue = "true")
        boolean enabled,

        @Describes(
                value = "The bucket, of the object store that the edges' configuration names (logDelivery).",
                format = Format.BUCKET)
        String bucket,

        @Describes(
                value =
                        "What the objects' names begin with; behind it comes the distribution's id, the date, the hour, and something unique.",
                defaultValue = "''",
                format = Format.OBJECT_PREFIX,
                maxLength = 256)
        String prefix,

        @Describes(value = "Whether the viewers' cookies are in it.", defaultValue = "false")
        boolean includeCookies) {}
