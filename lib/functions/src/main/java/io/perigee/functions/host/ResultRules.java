package io.perigee.functions.host;

import io.perigee.functions.CustomOrigin;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.Violation;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a function may answer, by
 * <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html">Restrictions
 * on edge functions</a>. Each check gives the first violation, or null. What a function left as it was is not judged: a
 * viewer may have sent it.
 */
final class ResultRules {
    /** URI and query string together. */
    static final int MAX_URI_LENGTH = 8_192;

    /** Of a response made, or a body set, at a viewer point; headers and body together. */
    static final int MAX_VIEWER_BYTES = 40 * 1024;

    private static final Duration MIN_ORIGIN_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration MAX_ORIGIN_TIMEOUT = Duration.ofSeconds(60);

    private final int maxOriginBytes;

    /**
     * @param maxOriginBytes of a response made, or a body set, at an origin point
     */
    ResultRules(int maxOriginBytes) {
        this.maxOriginBytes = maxOriginBytes;
    }

    @Nullable
    Violation checkRequest(EventType type, FunctionRequest before, FunctionRequest after) {
        if (!after.method().equals(before.method())) {
            return new Violation("request.method", after.method(), "it unchanged, " + before.method());
        }
        if (!after.clientIp().equals(before.clientIp())) {
            return new Violation("request.clientIp", after.clientIp(), "it unchanged, " + before.clientIp());
        }
        Violation violation = checkTarget(before, after);
        if (violation == null) {
            violation = HeaderRules.check(type, before.headers(), after.headers());
        }
        if (violation == null && after.body() != null && !after.body().equals(before.body())) {
            violation = checkSize("request.body", after.body().data().length(), limit(type));
        }
        if (violation == null && !Objects.equals(before.origin(), after.origin())) {
            violation = checkOrigin(type, before.origin(), after.origin());
        }
        return violation;
    }

    /** A response that a function made at a request point. */
    @Nullable
    Violation checkGenerated(EventType type, FunctionResponse response) {
        Violation violation = checkStatus(response);
        if (violation == null) {
            violation = HeaderRules.checkGenerated(response.headers());
        }
        if (violation == null) {
            int headers = response.headers().fields().stream()
                    .mapToInt(field -> field.name().length() + field.value().length())
                    .sum();
            violation = checkSize("response", headers + length(response.body()), limit(type));
        }
        return violation;
    }

    /** What a function made of a response. */
    @Nullable
    Violation checkResponse(EventType type, FunctionResponse before, FunctionResponse after) {
        if (type == EventType.VIEWER_RESPONSE) {
            if (after.status() != before.status()) {
                return new Violation(
                        "response.status",
                        Integer.toString(after.status()),
                        "it unchanged, " + before.status() + ": viewer-response cannot change it");
            }
            if (after.body() != null) {
                return new Violation(
                        "response.body", length(after.body()) + " bytes", "no body: viewer-response cannot change it");
            }
        }
        Violation violation = after.status() == before.status() && after.body() == null ? null : checkStatus(after);
        if (violation == null) {
            violation = HeaderRules.check(type, before.headers(), after.headers());
        }
        if (violation == null && after.body() != null) {
            violation = checkSize("response.body", length(after.body()), limit(type));
        }
        return violation;
    }

    private static @Nullable Violation checkTarget(FunctionRequest before, FunctionRequest after) {
        String uri = after.uri();
        String query = after.querystring();
        if (!uri.equals(before.uri())) {
            if (!uri.startsWith("/")) {
                return new Violation("request.uri", uri, "a path that starts with '/'");
            }
            if (!isVisibleAscii(uri) || uri.indexOf('?') >= 0 || uri.indexOf('#') >= 0) {
                return new Violation("request.uri", uri, "an encoded path without '?' and '#'");
            }
            if (hasDotSegment(uri)) {
                return new Violation("request.uri", uri, "a path without '.' and '..' segments");
            }
        }
        if (!query.equals(before.querystring()) && (!isVisibleAscii(query) || query.indexOf('#') >= 0)) {
            return new Violation("request.querystring", query, "an encoded query string without '#'");
        }
        int length = uri.length() + query.length();
        boolean changed = !uri.equals(before.uri()) || !query.equals(before.querystring());
        return changed && length > MAX_URI_LENGTH
                ? new Violation("request.uri", length + " characters", MAX_URI_LENGTH + " or less with the query")
                : null;
    }

    private static @Nullable Violation checkOrigin(
            EventType type, @Nullable CustomOrigin before, @Nullable CustomOrigin after) {
        if (type != EventType.ORIGIN_REQUEST) {
            return new Violation("request.origin", String.valueOf(after), "it unchanged: only origin-request chooses");
        }
        if (after == null) {
            return new Violation("request.origin", "null", "an origin");
        }
        String domain = after.domainName();
        if (domain.isEmpty() || domain.length() > 253 || !domain.matches("[A-Za-z0-9._:\\[\\]-]+")) {
            return new Violation(
                    "request.origin.domainName", domain, "a host name or address of at most 253 characters");
        }
        if (after.port() < 1 || after.port() > 65_535) {
            return new Violation("request.origin.port", Integer.toString(after.port()), "1 to 65535");
        }
        String path = after.path();
        boolean pathFits = path.isEmpty() || (path.startsWith("/") && !path.endsWith("/"));
        if (!pathFits || path.length() > 255 || !isVisibleAscii(path) || hasDotSegment(path)) {
            return new Violation(
                    "request.origin.path", path, "nothing, or a path that starts with '/' and does not end with it");
        }
        if (!isOriginTimeout(after.readTimeout())) {
            return new Violation(
                    "request.origin.readTimeout", after.readTimeout().toString(), "1 to 60 seconds");
        }
        if (!isOriginTimeout(after.keepaliveTimeout())) {
            return new Violation(
                    "request.origin.keepaliveTimeout", after.keepaliveTimeout().toString(), "1 to 60 seconds");
        }
        return before != null && before.customHeaders().equals(after.customHeaders())
                ? null
                : HeaderRules.checkGenerated(after.customHeaders());
    }

    private static @Nullable Violation checkStatus(FunctionResponse response) {
        int status = response.status();
        if (status < 200 || status > 599) {
            return new Violation("response.status", Integer.toString(status), "200 to 599");
        }
        String description = response.statusDescription();
        if (description.length() > 256 || description.chars().anyMatch(c -> c < ' ' || c > 0x7e)) {
            return new Violation(
                    "response.statusDescription", description, "at most 256 printable ASCII characters on one line");
        }
        if ((status == 204 || status == 304) && length(response.body()) > 0) {
            return new Violation("response.body", length(response.body()) + " bytes", "no body with status " + status);
        }
        return null;
    }

    private int limit(EventType type) {
        return type.isViewer() ? MAX_VIEWER_BYTES : maxOriginBytes;
    }

    private static @Nullable Violation checkSize(String field, int bytes, int limit) {
        return bytes > limit ? new Violation(field, bytes + " bytes", limit + " bytes or less") : null;
    }

    private static int length(@Nullable Buffer body) {
        return body == null ? 0 : body.length();
    }

    private static boolean isOriginTimeout(Duration timeout) {
        return timeout.compareTo(MIN_ORIGIN_TIMEOUT) >= 0 && timeout.compareTo(MAX_ORIGIN_TIMEOUT) <= 0;
    }

    private static boolean isVisibleAscii(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static boolean hasDotSegment(String path) {
        for (String segment : path.split("/", -1)) {
            String plain = segment.replace("%2e", ".").replace("%2E", ".");
            if (plain.equals(".") || plain.equals("..")) {
                return true;
            }
        }
        return false;
    }
}
