package io.perigee.functions;

import org.jspecify.annotations.Nullable;

/**
 * Which event of which request this is.
 *
 * @param distributionDomainName the distribution's own name, such as {@code d123.perigee.example}
 * @param requestId the id that the viewer gets as {@code X-Amz-Cf-Id}
 * @param edgeLocation known at viewer-request only
 * @param rawQueryString what follows the target's {@code ?}, which may be nothing; null where there is no {@code ?}, or only the request's own
 *     query string is known
 */
public record EventConfig(
        String distributionDomainName,
        String distributionId,
        EventType eventType,
        String requestId,
        EdgeLocation edgeLocation,
        @Nullable String rawQueryString) {

    /** Without the place and the raw query string. */
    public EventConfig(String distributionDomainName, String distributionId, EventType eventType, String requestId) {
        this(distributionDomainName, distributionId, eventType, requestId, EdgeLocation.UNKNOWN, null);
    }
}
