package io.perigee.control.invocation;

import io.vertx.core.buffer.Buffer;

/**
 * An invocation to be made.
 *
 * @param requestId its id, the same at every try
 * @param qualifier a version, an alias or {@code latest}
 * @param region where it is to run; empty: anywhere
 * @param payload JSON in UTF-8
 */
public record Wanted(String requestId, String function, String qualifier, String region, Buffer payload) {}
