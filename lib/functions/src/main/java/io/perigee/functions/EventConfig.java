package io.perigee.functions;

/**
 * Which event of which request this is.
 *
 * @param distributionDomainName the distribution's own name, such as {@code d123.perigee.example}
 * @param requestId the id that the viewer gets as {@code X-Amz-Cf-Id}
 * @param edgeLocation known at viewer-request only
 */
public record EventConfig(
        String distributionDomainName,
        String distributionId,
        EventType eventType,
        String requestId,
        EdgeLocation edgeLocation) {

    /** Without the place. */
    public EventConfig(String distributionDomainName, String distributionId, EventType eventType, String requestId) {
        this(distributionDomainName, distributionId, eventType, requestId, EdgeLocation.UNKNOWN);
    }
}
