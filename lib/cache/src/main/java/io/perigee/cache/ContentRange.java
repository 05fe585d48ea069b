package io.perigee.cache;

import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.Headers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What part of which whole a 206 has (RFC 9110 section 14.4).
 *
 * @param completeLength of the whole, in bytes
 */
record ContentRange(ByteRange range, long completeLength) {
    private static final Pattern FIELD = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    /**
     * Null when there is none that says both the part and the whole's length, when the part does not lie within it, or when the content is
     * not as long as the part (section 15.3.7.1).
     */
    static @Nullable ContentRange of(Headers response) {
        String field = response.first(HeaderNames.CONTENT_RANGE);
        Matcher matcher = field == null ? null : FIELD.matcher(field);
        if (matcher == null || !matcher.matches()) {
            return null;
        }
        long first = Long.parseLong(matcher.group(1));
        long last = Long.parseLong(matcher.group(2));
        long completeLength = Long.parseLong(matcher.group(3));
        long content = SharedBody.declaredLength(response);
        return first > last || last >= completeLength || (content >= 0 && content != last - first + 1)
                ? null
                : new ContentRange(new ByteRange(first, last), completeLength);
    }

    /** Whether the part is the whole. */
    boolean isEverything() {
        return range.length() == completeLength;
    }
}
