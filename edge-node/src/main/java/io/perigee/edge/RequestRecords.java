package io.perigee.edge;

import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.observability.RequestRecord;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What the access log tells of a request and of its response: the viewer's request as it came, whatever functions made of it. Where a request was
 * refused before it was understood, what its connection says. Heads count with the bytes that HTTP/1.1 writes for them.
 */
final class RequestRecords {

    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final int PARTIAL_CONTENT = 206;
    /** A colon, a space and the line's end. */
    private static final int PUNCTUATION = 4;
    /** Around method and target: two spaces, the version and the ends of this line and of the head. */
    private static final int REQUEST_LINE = "  HTTP/1.1\r\n\r\n".length();
    /** With the end of the head. */
    private static final int STATUS_LINE = "HTTP/1.1 200 OK\r\n\r\n".length();

    private RequestRecords() {}

    static RequestRecord.Client client(HttpServerRequest http, @Nullable ViewerRequest accepted) {
        SSLSession session = http.isSSL() ? http.sslSession() : null;
        String protocol = session == null ? null : session.getProtocol();
        String cipher = session == null ? null : session.getCipherSuite();
        if (accepted == null) {
            SocketAddress remote = http.remoteAddress();
            return new RequestRecord.Client(
                    remote.hostAddress(), remote.port(), null, http.getHeader(FORWARDED_FOR), protocol, cipher);
        }
        return new RequestRecord.Client(
                accepted.viewer().address().getHostAddress(),
                accepted.viewer().port(),
                accepted.viewer().geography().countryCode(),
                accepted.head().headers().combined(FORWARDED_FOR),
                protocol,
                cipher);
    }

    static RequestRecord.Request request(HttpServerRequest http, @Nullable ViewerRequest accepted) {
        return accepted == null ? asItCame(http) : understood(http, accepted);
    }

    private static RequestRecord.Request understood(HttpServerRequest http, ViewerRequest accepted) {
        Headers received = accepted.head().headers();
        String target = accepted.head().target();
        int query = target.indexOf('?');
        return new RequestRecord.Request(
                accepted.head().method(),
                accepted.authority(),
                accepted.viewer().scheme(),
                protocol(http.version()),
                query < 0 ? target : target.substring(0, query),
                query < 0 ? null : target.substring(query + 1),
                received.first(HeaderNames.REFERER),
                received.first(HeaderNames.USER_AGENT),
                received.combined(HeaderNames.COOKIE),
                headLength(accepted.head()) + http.bytesRead());
    }

    private static RequestRecord.Request asItCame(HttpServerRequest http) {
        String target = http.uri();
        int query = target.indexOf('?');
        return new RequestRecord.Request(
                http.method().name(),
                http.getHeader(HeaderNames.HOST),
                http.isSSL() ? "https" : "http",
                protocol(http.version()),
                query < 0 ? target : target.substring(0, query),
                query < 0 ? null : target.substring(query + 1),
                http.getHeader(HeaderNames.REFERER),
                http.getHeader(HeaderNames.USER_AGENT),
                http.getHeader(HeaderNames.COOKIE),
                headLength(http) + http.bytesRead());
    }

    private static int headLength(RequestHead head) {
        int length = head.method().length() + head.target().length() + REQUEST_LINE;
        Headers headers = head.headers();
        for (int i = 0; i < headers.size(); i++) {
            length += headers.nameAt(i).length() + headers.valueAt(i).length() + PUNCTUATION;
        }
        return length;
    }

    private static int headLength(HttpServerRequest http) {
        int length = http.method().name().length() + http.uri().length() + REQUEST_LINE;
        for (Map.Entry<String, String> field : http.headers()) {
            length += field.getKey().length() + field.getValue().length() + PUNCTUATION;
        }
        return length;
    }

    /** What a response's head took; nothing, where none was begun. */
    static int headLength(int status, Headers.Builder sent) {
        if (status == 0) {
            return 0;
        }
        int length = STATUS_LINE;
        for (int i = 0; i < sent.size(); i++) {
            length += sent.nameAt(i).length() + sent.valueAt(i).length() + PUNCTUATION;
        }
        return length;
    }

    private static String protocol(HttpVersion version) {
        return switch (version) {
            case HTTP_1_0 -> "HTTP/1.0";
            case HTTP_1_1 -> "HTTP/1.1";
            case HTTP_2 -> "HTTP/2.0";
            case HTTP_3 -> "HTTP/3.0";
        };
    }

    static RequestRecord.Response response(
            int status, Headers.Builder sent, long bytes, long nanos, long nanosToFirstByte) {
        SentRange range = SentRange.of(status == PARTIAL_CONTENT ? sent.first(HeaderNames.CONTENT_RANGE) : null);
        return new RequestRecord.Response(
                status,
                bytes,
                sent.first(HeaderNames.CONTENT_TYPE),
                number(sent.first(HeaderNames.CONTENT_LENGTH)),
                range.first(),
                range.last(),
                nanos,
                nanosToFirstByte);
    }

    /** What {@code Content-Range} says of one range; -1 for each end without it. */
    private record SentRange(long first, long last) {

        private static final SentRange NONE = new SentRange(-1, -1);

        static SentRange of(@Nullable String field) {
            if (field == null) {
                return NONE;
            }
            int from = field.indexOf(' ') + 1;
            int dash = field.indexOf('-', from);
            int slash = field.indexOf('/', from);
            return from > 0 && from < dash && dash < slash
                    ? new SentRange(number(field.substring(from, dash)), number(field.substring(dash + 1, slash)))
                    : NONE;
        }
    }

    /** What an origin wrote there may be anything. */
    private static long number(@Nullable String digits) {
        if (digits == null || digits.isEmpty() || digits.length() > 18) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }
}
