package io.perigee.observability;

/** CloudFront's {@code x-edge-detailed-result-type}: for errors the kind of error, else the outcome's own word. */
final class DetailedResultType {

    private static final String ERROR = Outcome.Error.name();

    private DetailedResultType() {}

    static String of(RequestRecord record) {
        return record.outcome() == Outcome.Error
                ? error(record.reason(), record.response().status() > 0)
                : record.outcome().name();
    }

    /** @param answered whether a response was begun */
    private static String error(Reason reason, boolean answered) {
        return switch (reason) {
            case VIEWER_GONE -> answered ? "ClientCommError" : "ClientHungUpRequest";
            case REQUEST_TIMEOUT -> "ClientHungUpRequest";
            case GEO_RESTRICTED -> "ClientGeoBlocked";
            case MALFORMED_REQUEST, BODY_TOO_LARGE -> "InvalidRequest";
            case METHOD_NOT_ALLOWED -> "InvalidRequestMethod";
            case BLOCKED, DISTRIBUTION_DISABLED, UNSIGNED -> "InvalidRequestBlocked";
            case ORIGIN_UNREACHABLE -> "OriginConnectError";
            case ORIGIN_TIMEOUT -> "OriginCommError";
            case ORIGIN_INVALID -> "OriginInvalidResponseError";
            case FRESH,
                    STALE_WHILE_REVALIDATE,
                    STALE_IF_ERROR,
                    COLLAPSED,
                    NOT_STORED,
                    VARY,
                    EXPIRED,
                    NO_CACHE,
                    INVALIDATED,
                    LOG_LOST,
                    REQUEST_DIRECTIVE,
                    PARTIAL,
                    NO_STORE,
                    METHOD,
                    BYPASS,
                    ONLY_IF_CACHED,
                    TOO_LARGE,
                    HTTPS_REQUIRED,
                    NEARER_EDGE,
                    UNKNOWN_HOST,
                    UNAUTHENTICATED,
                    LOOP,
                    OVERLOAD,
                    NOT_READY,
                    FUNCTION,
                    FUNCTION_ERROR,
                    FUNCTION_TIMEOUT,
                    ORIGIN_STATUS,
                    INTERNAL_ERROR -> ERROR;
        };
    }
}
