package io.perigee.observability;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests as JSON, one object in a line: numbers are numbers, times are in seconds, what is not there is null. ASCII only. */
final class RealTimeFormat {

    /** CloudFront cuts cookies there. */
    private static final int LONGEST_COOKIE = 800;

    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final int MILLIS = 1000;
    private static final long NANOS_A_MILLI = 1_000_000;

    private final String domain;

    /** @param domain the network's domain; a distribution's own name is its id below it */
    RealTimeFormat(String domain) {
        this.domain = domain;
    }

    /**
     * Appends one line.
     *
     * @param log the name of the configuration that wants it
     */
    void append(LogLines line, String log, List<RealTimeField> fields, RequestRecord record) {
        line.append("{\"log\":");
        text(line, log);
        for (RealTimeField field : fields) {
            line.append(",\"").append(field.label()).append("\":");
            value(line, field, record);
        }
        line.append("}\n");
    }

    private void value(LogLines line, RealTimeField field, RequestRecord record) {
        RequestRecord.Client client = record.client();
        RequestRecord.Request request = record.request();
        RequestRecord.Response response = record.response();
        String query = request.query();
        switch (field) {
            case TIMESTAMP -> millis(line, record.endedAtMillis());
            case C_IP -> text(line, client.ip());
            case TIME_TO_FIRST_BYTE -> millis(line, response.nanosToFirstByte() / NANOS_A_MILLI);
            case SC_STATUS -> number(line, response.status());
            case SC_BYTES -> number(line, response.bytes());
            case CS_METHOD -> text(line, request.method());
            case CS_PROTOCOL -> text(line, request.scheme());
            case CS_HOST -> text(line, request.host());
            case CS_URI_STEM -> text(line, query == null ? request.path() : request.path() + "?" + query);
            case CS_BYTES -> number(line, request.bytes());
            case X_EDGE_LOCATION -> text(line, record.pop());
            case X_EDGE_REQUEST_ID -> text(line, record.requestId());
            case X_HOST_HEADER, PRIMARY_DISTRIBUTION_DNS_NAME ->
                text(line, record.distribution() == null ? null : record.distribution() + "." + domain);
            case TIME_TAKEN -> millis(line, response.nanos() / NANOS_A_MILLI);
            case CS_PROTOCOL_VERSION -> text(line, request.protocolVersion());
            case C_IP_VERSION -> text(line, client.ip().indexOf(':') < 0 ? "IPv4" : "IPv6");
            case CS_USER_AGENT -> text(line, request.userAgent());
            case CS_REFERER -> text(line, request.referer());
            case CS_COOKIE -> text(line, cut(request.cookie()));
            case CS_URI_QUERY -> text(line, query);
            case X_EDGE_RESPONSE_RESULT_TYPE ->
                text(line, record.planned().resultType().name());
            case X_FORWARDED_FOR -> text(line, client.forwardedFor());
            case SSL_PROTOCOL -> text(line, client.tlsProtocol());
            case SSL_CIPHER -> text(line, client.tlsCipher());
            case X_EDGE_RESULT_TYPE -> text(line, record.outcome().resultType().name());
            case SC_CONTENT_TYPE -> text(line, response.contentType());
            case SC_CONTENT_LEN -> number(line, response.contentLength());
            case SC_RANGE_START -> number(line, response.rangeStart());
            case SC_RANGE_END -> number(line, response.rangeEnd());
            case C_PORT -> number(line, client.port());
            case X_EDGE_DETAILED_RESULT_TYPE -> text(line, DetailedResultType.of(record));
            case C_COUNTRY -> text(line, client.country());
            case CACHE_BEHAVIOR_PATH_PATTERN -> text(line, record.behavior());
            case PRIMARY_DISTRIBUTION_ID -> text(line, record.distribution());
        }
    }

    private static @Nullable String cut(@Nullable String cookie) {
        return cookie == null || cookie.length() <= LONGEST_COOKIE ? cookie : cookie.substring(0, LONGEST_COOKIE);
    }

    private static void number(LogLines line, long value) {
        if (value < 0) {
            line.append("null");
        } else {
            line.append(value);
        }
    }

    /** As seconds with three decimals. */
    private static void millis(LogLines line, long millis) {
        long decimals = millis % MILLIS;
        line.append(millis / MILLIS).append('.');
        line.append(decimals < 100 ? "0" : "").append(decimals < 10 ? "0" : "").append(decimals);
    }

    private static void text(LogLines line, @Nullable String value) {
        if (value == null) {
            line.append("null");
            return;
        }
        line.append('"');
        int written = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
                continue;
            }
            line.append(value, written, i);
            line.append("\\u")
                    .append(HEX[c >> 12])
                    .append(HEX[(c >> 8) & 15])
                    .append(HEX[(c >> 4) & 15])
                    .append(HEX[c & 15]);
            written = i + 1;
        }
        line.append(value, written, value.length());
        line.append('"');
    }
}
