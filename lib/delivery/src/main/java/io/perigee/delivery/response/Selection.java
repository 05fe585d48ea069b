package io.perigee.delivery.response;

import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.ByteRanges;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.MultipartByteRanges;
import io.perigee.httpcaching.Preconditions;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** What of a response is sent, by the request's conditions and ranges (RFC 9110 sections 13 and 14). */
public sealed interface Selection {

    /** The response as it is. */
    record Whole(ResponseHead head) implements Selection {}

    /** Only a head: 304. */
    record NotModified(ResponseHead head) implements Selection {}

    /** One part: 206. */
    record Part(ResponseHead head, ByteRange range) implements Selection {}

    /** Several parts: 206 with {@code multipart/byteranges}. */
    record Parts(ResponseHead head, MultipartByteRanges parts) implements Selection {}

    /** Only a head: 416. */
    record NotSatisfiable(ResponseHead head) implements Selection {}

    /**
     * Applies a GET's or HEAD's conditions and ranges to a response that came out of the cache.
     *
     * @param length of the body, -1 while that is not known: then ranges are not applied, which they need not be
     */
    static Selection of(RequestHead request, ResponseHead stored, long length) {
        if (Preconditions.evaluateCached(request, stored) instanceof Preconditions.NotModified(ResponseHead head)) {
            return new NotModified(head);
        }
        if (length < 0 || stored.status() != 200 || !request.method().equals("GET")) {
            return new Whole(stored);
        }
        return switch (ByteRanges.of(request, stored, length)) {
            case ByteRanges.Whole whole -> new Whole(stored);
            case ByteRanges.Multiple(List<ByteRange> ranges) -> parts(stored, ranges, length);
            case ByteRanges.Single(ByteRange range) -> new Part(ByteRanges.partial(stored, range, length), range);
            case ByteRanges.Unsatisfiable unsatisfiable -> {
                Headers headers = Headers.of("Content-Range", ByteRanges.unsatisfied(length), "Content-Length", "0");
                yield new NotSatisfiable(new ResponseHead(416, headers));
            }
        };
    }

    /** Several ranges that are no shorter than everything are answered with everything (RFC 9110 section 14.2). */
    private static Selection parts(ResponseHead stored, List<ByteRange> ranges, long length) {
        // The boundary need not be secret, only occur in no body.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String boundary = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        MultipartByteRanges parts =
                new MultipartByteRanges(boundary, stored.headers().first("Content-Type"), ranges, length);
        return parts.contentLength() >= length ? new Whole(stored) : new Parts(parts.head(stored), parts);
    }
}
