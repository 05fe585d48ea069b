package io.perigee.functions.host;

import io.perigee.functions.DisallowedHeaders;
import io.perigee.functions.EventType;
import io.perigee.functions.HeaderField;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.Violation;
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
    private static final Set<String> READ_ONLY_AT_VIEWER_RESPONSE = Set.of("warning", "via");
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

    /** The same for headers that a function gives besides a message's own, at that field of the event. */
    static @Nullable Violation checkAdded(String field, HeaderFields headers) {
        Violation violation = check(READ_ONLY_IN_GENERATED, "origins", HeaderFields.empty(), headers);
        return violation == null
                ? null
                : new Violation(
                        violation.field().replaceFirst("^headers", field), violation.value(), violation.expected());
    }

    /** A header that functions may read, change and remove, where the viewer has sent it. */
    static @Nullable Violation checkNotAdded(String name, HeaderFields before, HeaderFields after) {
        return before.contains(name) || !after.contains(name)
                ? null
                : new Violation(
                        "headers." + name,
                        String.join(", ", after.all(name)),
                        "no such header: it must not be added at viewer-request");
    }

    /** Looks at nothing but the lines that are not on both sides: before them and after them, both have the same ones. */
    private static @Nullable Violation check(
            Set<String> readOnly, String where, HeaderFields before, HeaderFields after) {
        List<HeaderField> had = before.fields();
        List<HeaderField> has = after.fields();
        int shorter = Math.min(had.size(), has.size());
        int head = 0;
        while (head < shorter && had.get(head).equals(has.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && had.get(had.size() - 1 - tail).equals(has.get(has.size() - 1 - tail))) {
            tail++;
        }
        for (HeaderField field : has.subList(head, has.size() - tail)) {
            Violation violation = checkSet(readOnly, where, field, before, after);
            if (violation != null) {
                return violation;
            }
        }
        for (HeaderField field : had.subList(head, had.size() - tail)) {
            Violation violation = checkUntouched(readOnly, where, field.name(), before, after);
            if (violation != null) {
                return violation;
            }
        }
        int length = 0;
        for (HeaderField field : has) {
            length += field.name().length() + field.value().length();
        }
        return length > MAX_TOTAL_LENGTH
                ? new Violation("headers", length + " characters", MAX_TOTAL_LENGTH + " characters or less in all")
                : null;
    }

    private static @Nullable Violation checkSet(
            Set<String> readOnly, String where, HeaderField field, HeaderFields before, HeaderFields after) {
        String name = field.name();
        if (!isToken(name)) {
            return new Violation("headers", name, "header names of letters, digits and !#$%&'*+-.^_`|~");
        }
        if (!isFieldValue(field.value())) {
            return new Violation(
                    "headers." + name, field.value(), "a value without line breaks and control characters");
        }
        return checkUntouched(readOnly, where, name, before, after);
    }

    private static @Nullable Violation checkUntouched(
            Set<String> readOnly, String where, String name, HeaderFields before, HeaderFields after) {
        boolean isReadOnly = readOnly.contains(name.toLowerCase(Locale.ROOT));
        if (!isReadOnly && !DisallowedHeaders.contains(name)) {
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
