package io.perigee.functions;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * What a function gets at origin-response and viewer-response.
 *
 * @param request the request that this is the response to
 * @param response status and headers; its body is null, see {@link #readBody}
 * @param maxBodyBytes the most that {@link #readBody} reads
 */
public record ResponseEvent(
        EventConfig config,
        ViewerLocation viewer,
        FunctionRequest request,
        FunctionResponse response,
        BodySource body,
        int maxBodyBytes) {

    /** Reads up to 1 MiB of the body, Lambda@Edge's limit for bodies at origin points; hosts lay their own limit over it. */
    public ResponseEvent(
            EventConfig config,
            ViewerLocation viewer,
            FunctionRequest request,
            FunctionResponse response,
            BodySource body) {
        this(config, viewer, request, response, body, 1 << 20);
    }

    /**
     * The whole body of the origin's response, to be asked for once. Fails with {@link BodyTooLargeException} for a longer
     * one, and always at viewer-response. Reading does not change the response: answer with
     * {@link FunctionResponse#withBody} to replace it.
     */
    public Future<Buffer> readBody() {
        return body.read(maxBodyBytes);
    }
}
