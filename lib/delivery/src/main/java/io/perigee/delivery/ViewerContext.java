package io.perigee.delivery;

import io.perigee.functions.ViewerLocation;

/**
 * Who asked, as both tiers know it.
 *
 * @param requestId the id that the viewer gets as {@code X-Amz-Cf-Id}
 * @param clientIp the viewer's address, without port
 * @param scheme {@code http} or {@code https}: how the viewer reached the edge
 * @param host the viewer's {@code Host}, with its port if it had one
 * @param serverIp the address at which the viewer reached the edge; empty in the other tier
 * @param location where the viewer is, as far as its address tells
 */
public record ViewerContext(
        String requestId, String clientIp, String scheme, String host, String serverIp, ViewerLocation location) {}
