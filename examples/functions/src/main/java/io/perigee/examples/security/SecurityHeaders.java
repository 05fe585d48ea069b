package io.perigee.examples.security;

import io.perigee.functions.EdgeFunction;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.HeaderField;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.ResponseEvent;
import io.vertx.core.Future;

/**
 * Adds the headers that make browsers careful, where the origin has not set its own, and drops those that tell attackers
 * what the origin runs. Attach it at viewer-response.
 */
public final class SecurityHeaders extends EdgeFunction {
    private static final HeaderFields DEFAULTS = HeaderFields.of(
            "Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload",
            "Content-Security-Policy", "default-src 'self'; img-src 'self' data:; object-src 'none'",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "strict-origin-when-cross-origin");

    @Override
    public Future<FunctionResponse> viewerResponse(ResponseEvent event) {
        HeaderFields headers = event.response().headers().without("Server").without("X-Powered-By");
        for (HeaderField header : DEFAULTS) {
            if (!headers.contains(header.name())) {
                headers = headers.adding(header.name(), header.value());
            }
        }
        return answer(event.response().withHeaders(headers));
    }
}
