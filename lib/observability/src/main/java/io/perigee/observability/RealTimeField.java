package io.perigee.observability;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A field of CloudFront's
 * <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/real-time-logs.html">real-time logs</a>, in their order. Not there are
 * those that need all headers of a request ({@code cs-headers} and the like), and what is not known here ({@code asn}, {@code origin-fbl}).
 */
public enum RealTimeField {
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

    private static final Map<String, RealTimeField> BY_LABEL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(RealTimeField::label, Function.identity()));

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** CloudFront's name for it, such as {@code sc-status}. */
    public String label() {
        return label;
    }

    /** The field of that name; null: there is none. */
    public static @Nullable RealTimeField of(String label) {
        return BY_LABEL.get(label);
    }
}
