package io.perigee.httpcaching;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entity tag (RFC 9110 section 8.8.3).
 *
 * @param opaque with its quotes
 */
public record EntityTag(boolean weak, String opaque) {
    /** Null when {@code text} is no entity tag; a tag without quotes, as some origins send, is taken as it is. */
    public static @Nullable EntityTag parse(String text) {
        String trimmed = Ascii.trim(text);
        boolean weak = trimmed.startsWith("W/");
        String opaque = weak ? trimmed.substring(2) : trimmed;
        return opaque.isEmpty() ? null : new EntityTag(weak, opaque);
    }

    /** The {@code ETag} of a response. */
    public static @Nullable EntityTag of(Headers headers) {
        String field = headers.first(HeaderNames.ETAG);
        return field == null ? null : parse(field);
    }

    /** The members of If-Match or If-None-Match other than {@code *}; a comma in a quoted tag does not part it. */
    static List<EntityTag> parseList(String field) {
        List<EntityTag> tags = new ArrayList<>(2);
        int start = 0;
        while (start <= field.length()) {
            int end = endOfTag(field, start);
            EntityTag tag = parse(field.substring(start, end));
            if (tag != null) {
                tags.add(tag);
            }
            start = end + 1;
        }
        return tags;
    }

    /** Both strong and the same (RFC 9110 section 8.8.3.2). */
    public boolean matchesStrongly(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** The same, weak or not. */
    public boolean matchesWeakly(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    @Override
    public String toString() {
        return weak ? "W/" + opaque : opaque;
    }

    // Unlike other quoted strings, an entity tag has no backslash escapes.
    private static int endOfTag(String field, int start) {
        boolean quoted = false;
        for (int i = start; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return field.length();
    }
}
