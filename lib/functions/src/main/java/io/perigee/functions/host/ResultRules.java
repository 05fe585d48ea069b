package io.perigee.functions.host;

import io.perigee.functions.EventType;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.Origin;
import io.perigee.functions.OriginChoice;
import io.perigee.functions.RequestBody;
import io.perigee.functions.Violation;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a function may answer, by
 * <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html">Restrictions
 * on edge functions</a>. Each check gives the first violation, or null. What a function left as it was is not judged: a
 * viewer may have sent it.
 */
final class ResultRules {
    /** URI and query string together have fewer characters. */
    static final int MAX_URI_LENGTH = 8_192;

    /** Of a response made, or a body set, at a viewer point; headers and body together. */
    static final int MAX_VIEWER_BYTES = 40 * 1024;

    private final int maxOriginBytes;

    /**
     * @param maxOriginBytes of a response made, or a body set, at an origin point
     */
    ResultRules(int maxOriginBytes) {
        this.maxOriginBytes = maxOriginBytes;
    }

    @Nullable
    Violation checkRequest(FunctionTier tier, EventType type, FunctionRequest before, FunctionRequest after) {
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
        if (violation == null && type == EventType.VIEWER_REQUEST && tier != FunctionTier.CLOUDFRONT_FUNCTION) {
            violation = HeaderRules.checkNotAdded("CloudFront-Viewer-Country", before.headers(), after.headers());
        }
        if (violation == null && tier == FunctionTier.CLOUDFRONT_FUNCTION && after.body() != null) {
            violation = new Violation("request.body", after.body().data().length() + " bytes", "none");
        }
        if (violation == null && !Objects.equals(before.origin(), after.origin())) {
            violation = checkOrigin(type, before, after);
        }
        return violation;
    }

    /** Where a function's request is to go in place of the behavior's origin. */
    @Nullable
    Violation checkChoice(
            FunctionTier tier, EventType type, OriginChoice choice, HeaderFields headers, Predicate<String> hasOrigin) {
        if (type != EventType.VIEWER_REQUEST || tier != FunctionTier.CLOUDFRONT_FUNCTION) {
            return new Violation(
                    "origin", choice.toString(), "none: only CloudFront Functions at viewer-request choose one so");
        }
        for (String id : choice.originIds()) {
            if (!hasOrigin.test(id)) {
                return new Violation("origin.originId", id, "the id of an origin of the distribution");
            }
        }
        return choice instanceof OriginChoice.Updated updated
                        && updated.properties().customHeaders().isPresent()
                ? OriginRules.checkCustomHeaders(
                        "origin", updated.properties().customHeaders().get(), headers)
                : null;
    }

    /**
     * A replaced body is cut off where its point's limit is
     * (<a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html#lambda-at-edge-restrictions-request-body">Restrictions
     * on the request body with the include body option</a>).
     */
    FunctionRequest cutOff(EventType type, FunctionRequest before, FunctionRequest after) {
        RequestBody body = after.body();
        return body == null || body.equals(before.body()) || body.data().length() <= limit(type)
                ? after
                : after.withBody(body.data().slice(0, limit(type)));
    }

    /** A response that a function made at a request point. */
    @Nullable
    Violation checkGenerated(EventType type, FunctionResponse response) {
        Violation violation = checkStatus(response);
        if (violation == null) {
            violation = HeaderRules.checkGenerated(response.headers());
        }
        if (violation == null) {
            violation = checkSize("response", length(response.headers()) + length(response.body()), limit(type));
        }
        return violation;
    }

    /** What a function made of a response. */
    @Nullable
    Violation checkResponse(FunctionTier tier, EventType type, FunctionResponse before, FunctionResponse after) {
        if (type == EventType.VIEWER_RESPONSE && tier != FunctionTier.CLOUDFRONT_FUNCTION) {
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
            violation = checkSize("response", length(after.headers()) + length(after.body()), limit(type));
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
            if (!Targets.isVisibleAscii(uri) || uri.indexOf('?') >= 0 || uri.indexOf('#') >= 0) {
                return new Violation("request.uri", uri, "an encoded path without '?' and '#'");
            }
            if (Targets.hasDotSegment(uri)) {
                return new Violation("request.uri", uri, "a path without '.' and '..' segments");
            }
        }
        if (!query.equals(before.querystring()) && (!Targets.isVisibleAscii(query) || query.indexOf('#') >= 0)) {
            return new Violation("request.querystring", query, "an encoded query string without '#'");
        }
        int length = uri.length() + query.length();
        boolean changed = !uri.equals(before.uri()) || !query.equals(before.querystring());
        return changed && length >= MAX_URI_LENGTH
                ? new Violation("request.uri", length + " characters", "fewer than 8192 with the query")
                : null;
    }

    private static @Nullable Violation checkOrigin(EventType type, FunctionRequest before, FunctionRequest after) {
        Origin origin = after.origin();
        if (type != EventType.ORIGIN_REQUEST) {
            return new Violation("request.origin", String.valueOf(origin), "it unchanged: only origin-request chooses");
        }
        return origin == null
                ? new Violation("request.origin", "null", "an origin")
                : OriginRules.check(before.origin(), origin, after.headers());
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

    private static int length(HeaderFields headers) {
        return headers.fields().stream()
                .mapToInt(field -> field.name().length() + field.value().length())
                .sum();
    }

    private static int length(@Nullable Buffer body) {
        return body == null ? 0 : body.length();
    }
}
