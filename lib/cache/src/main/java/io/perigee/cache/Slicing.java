package io.perigee.cache;

import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.ByteRanges;
import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which responses are kept in slices, and how the cache comes to know of them: they are long, or came in parts from the start. */
final class Slicing {
    private static final String UNIT = "bytes=";

    private Slicing() {}

    /**
     * What to ask for in the place of everything when nothing is known of an object. Null for everything: what begins with the first slice is
     * there as soon, and small objects are stored whole; whether several ranges are one depends on the length, which nobody knows yet.
     */
    static @Nullable PartAsked firstPart(RequestHead request, CacheSettings settings) {
        String range = request.headers().first(HeaderNames.RANGE);
        if (range == null
                || !request.method().equals("GET")
                || request.headers().count(HeaderNames.RANGE) > 1
                || range.indexOf(',') >= 0
                || !(ByteRanges.parse(range, Long.MAX_VALUE) instanceof ByteRanges.Single(ByteRange wanted))) {
            return null;
        }
        if (range.substring(UNIT.length()).stripLeading().startsWith("-")) {
            // A slice at least: a smaller object comes whole, and a cache further up asks for as much.
            long count = Math.max(Long.MAX_VALUE - wanted.first(), settings.sliceBytes());
            return count > Long.MAX_VALUE / 2 ? null : new PartAsked.End(count);
        }
        long first = wanted.first() - wanted.first() % settings.sliceBytes();
        return first == 0 || first > Long.MAX_VALUE / 2
                ? null
                : new PartAsked.Slice(new ByteRange(first, first + settings.sliceBytes() - 1));
    }

    /**
     * What tells this object's versions apart, if it is to be kept in slices; null if not.
     *
     * @param whole a 200 with its length, and with {@code Accept-Ranges} where its origin gives ranges
     * @param incomplete whether only a part of it has come; otherwise it must be long
     */
    static @Nullable ObjectVersion version(ResponseHead whole, boolean incomplete, CacheSettings settings) {
        long length = SharedBody.declaredLength(whole.headers());
        return whole.status() == 200 && length > (incomplete ? 0 : settings.sliceThresholdBytes()) && givesRanges(whole)
                ? ObjectVersion.of(whole.headers(), length)
                : null;
    }

    private static boolean givesRanges(ResponseHead whole) {
        String accepted = whole.headers().combined(HeaderNames.ACCEPT_RANGES);
        return accepted != null && accepted.toLowerCase(Locale.ROOT).contains("bytes");
    }

    /** The head of the whole that a part is of. */
    static ResponseHead wholeOf(ResponseHead partial, ContentRange got) {
        return new ResponseHead(
                200,
                partial.headers()
                        .without(HeaderNames.CONTENT_RANGE, HeaderNames.TRANSFER_ENCODING)
                        .with(HeaderNames.CONTENT_LENGTH, Long.toString(got.completeLength()))
                        .with(HeaderNames.ACCEPT_RANGES, "bytes"));
    }
}
