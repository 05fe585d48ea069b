package io.perigee.functions.host;

import io.perigee.functions.EventType;
import io.perigee.functions.HeaderField;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.Violation;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which headers functions may set, by
 * <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html">Restrictions
 * on all edge functions</a>. Both kinds are judged by comparison with the event: read-only headers must be as they were there;
 * disallowed ones must not be added, while one that was there may stay or go.
 */
final class HeaderRules {
    /** Names and values of all lines together; CloudFront's limit for a request without its body. */
    static final int MAX_TOTAL_LENGTH = 32_768;

    private static final Set<String> DISALLOWED = Set.of(
            "connection",
            "expect",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "trailer",
            "upgrade",
            "x-accel-buffering",
            "x-accel-charset",
            "x-accel-limit-rate",
            "x-accel-redirect",
            "x-amzn-auth",
            "x-amzn-cf-billing",
            "x-amzn-cf-id",
            "x-amzn-cf-xff",
            "x-amzn-errortype",
            "x-amzn-fle-profile",
            "x-amzn-header-count",
            "x-amzn-header-order",
            "x-amzn-lambda-integration-tag",
            "x-amzn-requestid",
            "x-cache",
            "x-forwarded-proto",
            "x-real-ip");

    /** {@code perigee-} is not CloudFront's: nodes speak to each other in such headers. */
    private static final List<String> DISALLOWED_PREFIXES = List.of("x-amz-cf-", "x-edge-", "perigee-");

    private static final Set<String> READ_ONLY_AT_VIEWER_REQUEST =
            Set.of("content-length", "host", "transfer-encoding", "via");

    /** {@code Range} is read-only besides CloudFront's, because caches between here and the viewer rely on it. */
    private static final Set<String> READ_ONLY_AT_ORIGIN_REQUEST = Set.of(
            "accept-encoding",
            "content-length",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "range",
            "transfer-encoding",
            "via");

    private static final Set<String> READ_ONLY_AT_ORIGIN_RESPONSE = Set.of("transfer-encoding", "via");
    private static final Set<String> READ_ONLY_AT_VIEWER_RESPONSE =
            Set.of("content-encoding", "content-length", "transfer-encoding", "warning", "via");
    private static final Set<String> READ_ONLY_IN_GENERATED = Set.of("content-length", "transfer-encoding", "via");

    private HeaderRules() {}

    /** The first violation of the lines that a function answered with, against those of its event. */
    static @Nullable Violation check(EventType type, HeaderFields before, HeaderFields after) {
        return before.equals(after) ? null : check(readOnly(type), type.label(), before, after);
    }

    /** The same for a response that a function made itself. */
    static @Nullable Violation checkGenerated(HeaderFields headers) {
        return check(READ_ONLY_IN_GENERATED, "generated response", HeaderFields.empty(), headers);
    }

    private static @Nullable Violation check(
            Set<String> readOnly, String where, HeaderFields before, HeaderFields after) {
        int length = 0;
        Set<String> judged = new HashSet<>();
        for (HeaderField field : after) {
            String name = field.name();
            if (!isToken(name)) {
                return new Violation("headers", name, "header names of letters, digits and !#$%&'*+-.^_`|~");
            }
            if (!isFieldValue(field.value())) {
                return new Violation(
                        "headers." + name, field.value(), "a value without line breaks and control characters");
            }
            length += name.length() + field.value().length();
            Violation violation = checkUntouched(readOnly, where, name, judged, before, after);
            if (violation != null) {
                return violation;
            }
        }
        for (HeaderField field : before) {
            Violation violation = checkUntouched(readOnly, where, field.name(), judged, before, after);
            if (violation != null) {
                return violation;
            }
        }
        return length > MAX_TOTAL_LENGTH
                ? new Violation("headers", length + " characters", MAX_TOTAL_LENGTH + " characters or less in all")
                : null;
    }

    private static @Nullable Violation checkUntouched(
            Set<String> readOnly,
            String where,
            String name,
            Set<String> judged,
            HeaderFields before,
            HeaderFields after) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean isReadOnly = readOnly.contains(lower);
        if (!(isReadOnly || isDisallowed(lower)) || !judged.add(lower)) {
            return null;
        }
        List<String> had = before.all(name);
        List<String> has = after.all(name);
        if (isReadOnly ? had.equals(has) : had.containsAll(has)) {
            return null;
        }
        String rule = isReadOnly ? "read-only at " : "disallowed at ";
        return new Violation(
                "headers." + name,
                String.join(", ", has),
                (had.isEmpty() ? "no such header" : "it unchanged") + ": it is " + rule + where);
    }

    private static boolean isDisallowed(String lowerName) {
        return DISALLOWED.contains(lowerName) || DISALLOWED_PREFIXES.stream().anyMatch(lowerName::startsWith);
    }

    private static Set<String> readOnly(EventType type) {
        return switch (type) {
            case VIEWER_REQUEST -> READ_ONLY_AT_VIEWER_REQUEST;
            case ORIGIN_REQUEST -> READ_ONLY_AT_ORIGIN_REQUEST;
            case ORIGIN_RESPONSE -> READ_ONLY_AT_ORIGIN_RESPONSE;
            case VIEWER_RESPONSE -> READ_ONLY_AT_VIEWER_RESPONSE;
        };
    }

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** RFC 9110, section 5.5: visible characters, spaces and tabs between them, and the obsolete upper half of Latin-1. */
    private static boolean isFieldValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                return false;
            }
        }
        return true;
    }
}
