package io.perigee.functions;

import io.vertx.core.buffer.Buffer;

/**
 * A request's body, where the behavior's association includes it.
 *
 * @param data its bytes; nobody else writes to this buffer, and functions must not either
 * @param inputTruncated whether the viewer sent more than the event holds (40 KB at viewer points, 1 MB at origin
 *     points); the origin still gets all of it, unless the function replaces it
 */
public record RequestBody(Buffer data, boolean inputTruncated) {}
