package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;

/**
 * What an origin gets of a viewer's request beside what is in the cache key.
 *
 * <p>See <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/origin-request-understand-origin-request-policy.html">Understand origin request policies</a>.
 */
public record OriginRequestPolicy(
        @Describes(value = "Names the policy.", format = Format.ID)
        String id,

        @Describes(value = "A note for people.", defaultValue = "''", maxLength = 1_000)
        String comment,

        @Describes(value = "The headers that the origin gets.", defaultValue = "{}")
        OriginRequestHeaders headers,

        @Describes(value = "The cookies that the origin gets.", defaultValue = "{}")
        NameSelection cookies,

        @Describes(value = "The query string parameters that the origin gets.", defaultValue = "{}")
        NameSelection queryStrings)
        implements Resource {}
