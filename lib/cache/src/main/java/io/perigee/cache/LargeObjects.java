package io.perigee.cache;

import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.ByteRanges;
import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which responses are kept in slices, and how the cache comes to know of them. */
final class LargeObjects {

    private LargeObjects() {}

    /**
     * What to ask for in the place of everything when nothing is known of an object: the slice that the request's range begins in, if
     * only an object that is kept in slices can have it. Null for everything.
     */
    static @Nullable ByteRange firstSlice(RequestHead request, CacheSettings settings) {
        String range = request.headers().first(HeaderNames.RANGE);
        if (range == null
                || !request.method().equals("GET")
                || !(ByteRanges.parse(range, Long.MAX_VALUE) instanceof ByteRanges.Single(ByteRange wanted))) {
            return null;
        }
        // What a suffix means depends on the length; it begins near the end of the length that was made up here.
        boolean known = wanted.first() < Long.MAX_VALUE / 2;
        if (!known || wanted.first() < settings.sliceThresholdBytes()) {
            return null;
        }
        long first = wanted.first() - wanted.first() % settings.sliceBytes();
        return new ByteRange(first, first + settings.sliceBytes() - 1);
    }

    /**
     * What tells this object's versions apart, if it is to be kept in slices; null if not.
     *
     * @param whole a 200 with its length
     * @param givesRanges whether it is known that its origin gives ranges of it; otherwise {@code Accept-Ranges} must say so
     */
    static @Nullable ObjectVersion slicedVersion(ResponseHead whole, boolean givesRanges, CacheSettings settings) {
        long length = SharedBody.declaredLength(whole.headers());
        String accepted = whole.headers().combined(HeaderNames.ACCEPT_RANGES);
        boolean gives = givesRanges
                || (accepted != null && accepted.toLowerCase(Locale.ROOT).contains("bytes"));
        return whole.status() == 200 && gives && length > settings.sliceThresholdBytes()
                ? ObjectVersion.of(whole.headers(), length)
                : null;
    }

    /** The head of the whole that a slice is of; null when the response is not the slice that was asked for. */
    static @Nullable ResponseHead wholeOf(ResponseHead partial, ByteRange asked) {
        ContentRange got = partial.status() == 206 ? ContentRange.of(partial.headers()) : null;
        if (got == null
                || got.range().first() != asked.first()
                || got.range().last() != Math.min(asked.last(), got.completeLength() - 1)) {
            return null;
        }
        return new ResponseHead(
                200,
                partial.headers()
                        .without(HeaderNames.CONTENT_RANGE)
                        .with(HeaderNames.CONTENT_LENGTH, Long.toString(got.completeLength()))
                        .with(HeaderNames.ACCEPT_RANGES, "bytes"));
    }
}
