package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What viewers get instead of an error, and for how long the error is cached.
 *
 * <p>See <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GeneratingCustomErrorResponses.html">Custom error responses</a>.
 */
public record CustomErrorResponse(
        @Describes(
                value = "The status that this is for.",
                oneOf = {400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504})
        int errorCode,

        @Describes(
                value =
                        "The path of the page that viewers get instead, fetched as any other of the distribution. Given together with responseCode, or not at all.",
                format = Format.PATH,
                maxLength = Limits.PATH_LENGTH)
        @Nullable
        String responsePagePath,

        @Describes(
                value = "The status that viewers get with the page.",
                oneOf = {200, 400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504})
        @Nullable
        Integer responseCode,

        @Describes(value = "How long the error is cached, at least.", defaultValue = "10s", max = "365d")
        Duration errorCachingMinTtl) {}
