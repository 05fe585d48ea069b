package io.perigee.node.listen;

import io.perigee.httpcaching.FieldRules;
import io.perigee.httpcaching.RequestTarget;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request must be to be served: the rules of RFC 9112 and RFC 9110 whose violation lets two parties read one
 * message differently (smuggling, host confusion, path confusion). Pure functions.
 *
 * <p>Netty's decoder enforces the grammar of lines, several or bad {@code Content-Length}s, {@code Content-Length} beside
 * {@code Transfer-Encoding} and the chunk format; this class adds the rest and repeats none of it.
 */
final class RequestRules {

    private static final int MAX_METHOD = 32;
    private static final List<String> NOT_IN_HTTP2 =
            List.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private RequestRules() {}

    /** Null if the request may be served. */
    static @Nullable Refusal judge(
            HttpVersion version, String method, String target, MultiMap headers, long maxBodyBytes) {
        Refusal refusal = judgeMethodAndTarget(method, target);
        if (refusal == null) {
            refusal = judgeHeaders(headers);
        }
        if (refusal == null) {
            refusal = version == HttpVersion.HTTP_2 ? judgeHttp2(headers) : judgeHttp1(version, headers);
        }
        if (refusal == null) {
            String length = headers.get("Content-Length");
            if (length != null && Long.parseLong(length) > maxBodyBytes) {
                return new Refusal(413, "the body is too large");
            }
        }
        return refusal;
    }

    private static @Nullable Refusal judgeMethodAndTarget(String method, String target) {
        if (!FieldRules.isMethod(method) || method.length() > MAX_METHOD) {
            return Refusal.bad("invalid method");
        }
        if (method.equals("CONNECT")) {
            return new Refusal(405, "CONNECT is not served");
        }
        if (target.equals("*")) {
            return method.equals("OPTIONS") ? null : Refusal.bad("invalid request target");
        }
        return switch (RequestTarget.parse(target)) {
            case RequestTarget.Accepted accepted -> null;
            case RequestTarget.Rejected(RequestTarget.Reason reason) -> refusal(reason);
        };
    }

    private static Refusal refusal(RequestTarget.Reason reason) {
        String words = reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new Refusal(reason == RequestTarget.Reason.TOO_LONG ? 414 : 400, "request target: " + words);
    }

    private static @Nullable Refusal judgeHeaders(MultiMap headers) {
        int hosts = 0;
        int lengths = 0;
        for (Map.Entry<String, String> field : headers) {
            String name = field.getKey();
            String value = field.getValue();
            if (!FieldRules.isName(name) && !(name.startsWith(":") && FieldRules.isName(name.substring(1)))) {
                return Refusal.bad("invalid header name");
            }
            if (!FieldRules.isValue(value)) {
                return Refusal.bad("invalid character in a header value");
            }
            int length = name.length();
            if (length == 4 && name.equalsIgnoreCase("Host")) {
                hosts++;
                if (!FieldRules.isAuthority(value)) {
                    return Refusal.bad("invalid Host");
                }
            } else if (length == 14 && name.equalsIgnoreCase("Content-Length")) {
                lengths++;
                if (!isDigits(value)) {
                    return Refusal.bad("invalid Content-Length");
                }
            } else if (length == 6 && name.equalsIgnoreCase("Expect") && !value.equalsIgnoreCase("100-continue")) {
                return new Refusal(417, "unknown expectation");
            }
        }
        return hosts > 1 || lengths > 1 ? Refusal.bad("several Host or Content-Length fields") : null;
    }

    /** RFC 9112, sections 3.2 and 6.1. */
    private static @Nullable Refusal judgeHttp1(HttpVersion version, MultiMap headers) {
        if (version == HttpVersion.HTTP_1_1 && !headers.contains("Host")) {
            return Refusal.bad("missing Host");
        }
        if (headers.contains("Transfer-Encoding")) {
            List<String> codings = headers.getAll("Transfer-Encoding");
            if (version != HttpVersion.HTTP_1_1 || headers.contains("Content-Length") || codings.size() > 1) {
                return Refusal.bad("conflicting message length");
            }
            if (!codings.get(0).equalsIgnoreCase("chunked")) {
                return new Refusal(501, "unknown transfer coding");
            }
        }
        return null;
    }

    /** RFC 9113, section 8.2.2. */
    private static @Nullable Refusal judgeHttp2(MultiMap headers) {
        for (String name : NOT_IN_HTTP2) {
            if (headers.contains(name)) {
                return Refusal.bad(name + " does not exist in HTTP/2");
            }
        }
        String te = headers.get("te");
        return te == null || te.equalsIgnoreCase("trailers") ? null : Refusal.bad("invalid TE");
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 18;
    }
}
