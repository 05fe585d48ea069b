package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cross-origin resource sharing: what is answered to requests with an Origin header (WHATWG Fetch, section 3.2). */
public record Cors(
        @Describes(value = "Whether Access-Control-Allow-Credentials: true is sent.", defaultValue = "false")
        boolean allowCredentials,

        @Describes(
                value = "Access-Control-Allow-Headers of preflight answers; * for all.",
                defaultValue = "[]",
                format = Format.HEADER_NAME_OR_ALL,
                maxLength = Limits.HEADER_NAME_LENGTH,
                maxItems = 100)
        Set<String> allowHeaders,

        @Describes(
                value = "Access-Control-Allow-Methods of preflight answers.",
                defaultValue = "[GET, HEAD]",
                minItems = 1,
                maxItems = 7)
        Set<HttpMethod> allowMethods,

        @Describes(
                value = "The origins that may read responses: *, or origins, with * for a part of the host's front.",
                format = Format.CORS_ORIGIN,
                maxLength = 260,
                minItems = 1,
                maxItems = 100)
        Set<String> allowOrigins,

        @Describes(
                value = "Access-Control-Expose-Headers; * for all.",
                defaultValue = "[]",
                format = Format.HEADER_NAME_OR_ALL,
                maxLength = Limits.HEADER_NAME_LENGTH,
                maxItems = 100)
        Set<String> exposeHeaders,

        @Describes(value = "Access-Control-Max-Age: how long browsers keep a preflight answer.", max = "1d") @Nullable
        Duration maxAge,

        @Describes(value = "Whether these headers replace the origin's own CORS headers.", defaultValue = "true")
        boolean originOverride) {

    public Cors {
        allowHeaders = Ordered.copyOf(allowHeaders);
        allowMethods = Ordered.copyOf(allowMethods);
        allowOrigins = Ordered.copyOf(allowOrigins);
        exposeHeaders = Ordered.copyOf(exposeHeaders);
    }
}
