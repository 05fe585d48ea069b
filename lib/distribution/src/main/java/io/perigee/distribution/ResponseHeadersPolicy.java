package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The headers that the network adds to or removes from responses before viewers get them.
 *
 * <p>See <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html">Understand response headers policies</a>.
 */
public record ResponseHeadersPolicy(
        @Describes(value = "Names the policy.", format = Format.ID)
        String id,

        @Describes(value = "A note for people.", defaultValue = "''", maxLength = 1_000)
        String comment,

        @Describes("Cross-origin resource sharing.") @Nullable
        Cors cors,

        @Describes("Headers that tell browsers to be careful.") @Nullable
        SecurityHeaders securityHeaders,

        @Describes(value = "Other headers.", defaultValue = "[]", maxItems = Limits.RESPONSE_CUSTOM_HEADERS)
        List<CustomHeader> customHeaders,

        @Describes(
                value = "The names of headers that are taken away from the origin's response.",
                defaultValue = "[]",
                format = Format.RESPONSE_HEADER_NAME,
                maxLength = Limits.HEADER_NAME_LENGTH,
                maxItems = Limits.RESPONSE_CUSTOM_HEADERS)
        Set<String> removeHeaders)
        implements Resource {

    public ResponseHeadersPolicy {
        customHeaders = List.copyOf(customHeaders);
        removeHeaders = Ordered.copyOf(removeHeaders);
    }

    /** A header that is added to responses. */
    public record CustomHeader(
            @Describes(
                    value = "The header's name.",
                    format = Format.RESPONSE_HEADER_NAME,
                    maxLength = Limits.HEADER_NAME_LENGTH)
            String name,

            @Describes(
                    value = "The header's value.",
                    format = Format.HEADER_VALUE,
                    maxLength = Limits.HEADER_VALUE_LENGTH)
            String value,

            @Describes(value = "Whether it replaces the origin's header of this name.", defaultValue = "false")
            boolean override) {}
}
