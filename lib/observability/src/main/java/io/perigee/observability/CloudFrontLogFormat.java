package io.perigee.observability;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The W3C extended log format with the fields of CloudFront's
 * <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html">standard
 * logs</a>, in their order: 33 fields, tab-separated, {@code -} for what is not there. Bytes up to 32 and from 127 on, the percent sign itself
 * and the characters that RFC 1738 calls unsafe are percent-encoded, so that a field decoded once is what the viewer sent.
 */
final class CloudFrontLogFormat {

    /** The two lines that a file begins with. */
    static final String HEADER = "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host)"
            + " cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type"
            + " x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher"
            + " x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port"
            + " time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start"
            + " sc-range-end\n";

    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'\t'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();
    private static final boolean[] PLAIN = plain();

    private final String domain;
    private final boolean cookies;
    private long formattedSecond = Long.MIN_VALUE;
    private String formatted = "";

    /**
     * A format.
     *
     * @param domain the network's domain; a distribution's own name is its id below it
     * @param cookies whether the {@code Cookie} field is written; else it is as if there was none
     */
    CloudFrontLogFormat(String domain, boolean cookies) {
        this.domain = "." + domain;
        this.cookies = cookies;
    }

    /** Appends one line. Not thread-safe: the writer's thread owns it. */
    void append(LogLines line, RequestRecord record) {
        RequestRecord.Client client = record.client();
        RequestRecord.Request request = record.request();
        RequestRecord.Response response = record.response();
        line.append(dateAndTime(record.endedAtMillis()));
        text(line, record.pop());
        number(line, response.bytes());
        text(line, client.ip());
        text(line, request.method());
        text(line, record.distribution());
        if (record.distribution() != null) {
            line.append(domain);
        }
        text(line, request.path());
        line.append('\t');
        if (response.status() == 0) {
            line.append("000");
        } else {
            line.append(response.status());
        }
        text(line, request.referer());
        text(line, request.userAgent());
        text(line, request.query());
        text(line, cookies ? request.cookie() : null);
        text(line, record.outcome().resultType().name());
        text(line, record.requestId());
        text(line, request.host());
        text(line, request.scheme());
        number(line, request.bytes());
        seconds(line, response.nanos());
        text(line, client.forwardedFor());
        text(line, client.tlsProtocol());
        text(line, client.tlsCipher());
        text(line, record.planned().resultType().name());
        text(line, request.protocolVersion());
        line.append("\t-\t-");
        number(line, client.port());
        seconds(line, response.nanosToFirstByte());
        text(line, DetailedResultType.of(record));
        text(line, response.contentType());
        number(line, response.contentLength());
        number(line, response.rangeStart());
        number(line, response.rangeEnd());
        line.append('\n');
    }

    private String dateAndTime(long millis) {
        long second = Math.floorDiv(millis, 1000);
        if (second != formattedSecond) {
            formattedSecond = second;
            formatted = DATE_AND_TIME.format(Instant.ofEpochSecond(second));
        }
        return formatted;
    }

    private static void number(LogLines line, long value) {
        line.append('\t');
        if (value < 0) {
            line.append('-');
        } else {
            line.append(value);
        }
    }

    /** Seconds with three decimals. */
    private static void seconds(LogLines line, long nanos) {
        long millis = Math.max(0, nanos) / 1_000_000;
        line.append('\t').append(millis / 1000).append('.');
        long decimals = millis % 1000;
        if (decimals < 100) {
            line.append('0');
        }
        if (decimals < 10) {
            line.append('0');
        }
        line.append(decimals);
    }

    private static void text(LogLines line, @Nullable String value) {
        line.append('\t');
        if (value == null || value.isEmpty()) {
            line.append('-');
            return;
        }
        int written = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (isPlain(c)) {
                continue;
            }
            line.append(value, written, i);
            int end = Character.isHighSurrogate(c) && i + 1 < value.length() ? i + 2 : i + 1;
            for (byte b : value.substring(i, end).getBytes(StandardCharsets.UTF_8)) {
                percent(line, b & 0xff);
            }
            i = end - 1;
            written = end;
        }
        line.append(value, written, value.length());
    }

    private static boolean isPlain(char c) {
        return c < PLAIN.length && PLAIN[c];
    }

    private static boolean[] plain() {
        boolean[] plain = new boolean[0x7f];
        Arrays.fill(plain, ' ' + 1, plain.length, true);
        for (char encoded : "<>\"#%{}|\\^~[]`'".toCharArray()) {
            plain[encoded] = false;
        }
        return plain;
    }

    private static void percent(LogLines line, int value) {
        line.append('%').append(HEX[value >> 4]).append(HEX[value & 15]);
    }
}
