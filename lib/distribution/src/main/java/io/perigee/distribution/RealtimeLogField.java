package io.perigee.distribution;

import io.perigee.distribution.describe.Named;
import java.util.Locale;

/** A field of <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/real-time-logs.html">real-time logs</a>. */
public enum RealtimeLogField implements Named {
    TIMESTAMP,
    C_IP,
    TIME_TO_FIRST_BYTE,
    SC_STATUS,
    SC_BYTES,
    CS_METHOD,
    CS_PROTOCOL,
    CS_HOST,
    CS_URI_STEM,
    CS_BYTES,
    X_EDGE_LOCATION,
    X_EDGE_REQUEST_ID,
    X_HOST_HEADER,
    TIME_TAKEN,
    CS_PROTOCOL_VERSION,
    C_IP_VERSION,
    CS_USER_AGENT,
    CS_REFERER,
    CS_COOKIE,
    CS_URI_QUERY,
    X_EDGE_RESPONSE_RESULT_TYPE,
    X_FORWARDED_FOR,
    SSL_PROTOCOL,
    SSL_CIPHER,
    X_EDGE_RESULT_TYPE,
    SC_CONTENT_TYPE,
    SC_CONTENT_LEN,
    SC_RANGE_START,
    SC_RANGE_END,
    C_PORT,
    X_EDGE_DETAILED_RESULT_TYPE,
    C_COUNTRY,
    CACHE_BEHAVIOR_PATH_PATTERN,
    PRIMARY_DISTRIBUTION_ID,
    PRIMARY_DISTRIBUTION_DNS_NAME;

    private final String documentName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    @Override
    public String documentName() {
        return documentName;
    }
}
