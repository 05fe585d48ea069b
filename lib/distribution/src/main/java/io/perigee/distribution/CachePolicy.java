package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.time.Duration;

/**
 * What makes two requests the same to the cache, and how long responses are kept.
 *
 * <p>See <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cache-key-understand-cache-policy.html">Understand cache policies</a>.
 */
public record CachePolicy(
        @Describes(value = "Names the policy.", format = Format.ID)
        String id,

        @Describes(value = "A note for people.", defaultValue = "''", maxLength = 1_000)
        String comment,

        @Describes(
                value =
                        "How long a response is kept at least. Above 0 it holds even against no-store, no-cache and private.",
                defaultValue = "0s",
                max = "3650d")
        Duration minTtl,

        @Describes(
                value = "How long a response is kept whose origin says nothing about it.",
                defaultValue = "1d",
                max = "3650d")
        Duration defaultTtl,

        @Describes(
                value = "How long a response is kept at most, whatever the origin says.",
                defaultValue = "365d",
                max = "3650d")
        Duration maxTtl,

        @Describes(value = "The headers in the cache key.", defaultValue = "{}")
        CacheKeyHeaders headers,

        @Describes(value = "The cookies in the cache key.", defaultValue = "{}")
        NameSelection cookies,

        @Describes(value = "The query string parameters in the cache key.", defaultValue = "{}")
        NameSelection queryStrings,

        @Describes(
                value =
                        "Whether gzip variants are cached: the normalized Accept-Encoding header is then part of the cache key.",
                defaultValue = "false")
        boolean enableAcceptEncodingGzip,

        @Describes(
                value =
                        "Whether Brotli variants are cached, and zstd ones for viewers that accept no Brotli: the normalized Accept-Encoding header is then part of the cache key.",
                defaultValue = "false")
        boolean enableAcceptEncodingBrotli,

        @Describes(
                value =
                        "Whether a response with Last-Modified but without lifetime is kept for a tenth of its age (RFC 9111, section 4.2.2) instead of defaultTtl.",
                defaultValue = "false")
        boolean heuristicFreshness,

        @Describes(
                value =
                        "Whether Cache-Control and Pragma of viewers' requests count (RFC 9111, section 5.2.1). Whoever can send no-cache can then have the origin asked each time.",
                defaultValue = "false")
        boolean viewerDirectives)
        implements Resource {}
