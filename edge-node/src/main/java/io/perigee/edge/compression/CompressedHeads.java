package io.perigee.edge.compression;

import io.perigee.httpcaching.CacheControl;
import io.perigee.httpcaching.EntityTag;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.ResponseHead;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which responses are compressed, and what becomes of their heads. Pure functions.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html">Serve compressed
 *     files</a>
 */
final class CompressedHeads {

    static final long LEAST_BYTES = 1_000;
    static final long MOST_BYTES = 10_000_000;

    private static final Set<Integer> STATUSES = Set.of(200, 403, 404);

    /** What is true of the bytes as the origin sent them, and of no others. */
    private static final String[] OF_THE_ORIGINS_BYTES = {
        "Accept-Ranges", "Content-MD5", "Content-Digest", "Repr-Digest", "Digest"
    };

    private CompressedHeads() {}

    /**
     * Whether a response gains by compression and may be compressed.
     *
     * <p>Its length must be known: CloudFront asks for that too.
     */
    static boolean isCompressible(ResponseHead head) {
        Headers headers = head.headers();
        String type = headers.first("Content-Type");
        long length = length(headers);
        return STATUSES.contains(head.status())
                && type != null
                && length >= LEAST_BYTES
                && length <= MOST_BYTES
                && CompressibleTypes.contains(type)
                && !headers.contains("Content-Encoding")
                && !headers.contains("Content-Range")
                && !CacheControl.ofResponse(headers).noTransform();
    }

    /** Whether the whole that a 206 is a part of would be compressed. */
    static boolean isPartOfCompressible(ResponseHead partial) {
        String range = partial.headers().first("Content-Range");
        return range != null
                && isCompressible(new ResponseHead(
                        200,
                        partial.headers()
                                .without("Content-Range")
                                .with("Content-Length", range.substring(range.indexOf('/') + 1))));
    }

    /** The head that goes with the body in this coding. */
    static ResponseHead compressed(ResponseHead head, Coding coding) {
        Headers headers = head.headers()
                .without(OF_THE_ORIGINS_BYTES)
                .without("Content-Length")
                .with("Content-Encoding", coding.token());
        String tag = headers.first("ETag");
        if (tag != null) {
            String weak = weakened(tag);
            headers = weak == null ? headers.without("ETag") : headers.with("ETag", weak);
        }
        return head.withHeaders(withVary(headers));
    }

    /**
     * A 304 that is about a response that may have been stored compressed: it must not undo what compression made of the head. What it
     * says less of a response that was stored as it came stays as it is stored.
     *
     * @param asked {@code If-None-Match} of the request; null where it asked by date
     */
    static ResponseHead notModified(ResponseHead head, @Nullable String asked) {
        Headers headers = head.headers().without(OF_THE_ORIGINS_BYTES);
        EntityTag tag = EntityTag.of(headers);
        EntityTag stored = asked == null ? null : EntityTag.parse(asked);
        if (tag != null && stored != null && stored.weak() && stored.matchesWeakly(tag)) {
            headers = headers.with("ETag", stored.toString());
        }
        return head.withHeaders(headers.contains("Vary") ? withVary(headers) : headers);
    }

    /** What {@code Content-Length} says; -1 for nothing. */
    static long length(Headers headers) {
        String length = headers.first("Content-Length");
        if (length == null || length.isEmpty() || length.length() > 18) {
            return -1;
        }
        for (int i = 0; i < length.length(); i++) {
            if (length.charAt(i) < '0' || length.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(length);
    }

    /** Null for what is no entity tag: CloudFront drops it. */
    private static @Nullable String weakened(String field) {
        EntityTag tag = EntityTag.parse(field);
        if (tag == null
                || tag.opaque().length() < 2
                || !tag.opaque().startsWith("\"")
                || !tag.opaque().endsWith("\"")) {
            return null;
        }
        return new EntityTag(true, tag.opaque()).toString();
    }

    private static Headers withVary(Headers headers) {
        String vary = headers.combined("Vary");
        if (vary == null) {
            return headers.with("Vary", "Accept-Encoding");
        }
        for (String name : vary.split(",", -1)) {
            if (name.strip().equals("*") || Headers.sameName(name.strip(), "Accept-Encoding")) {
                return headers;
            }
        }
        return headers.with("Vary", vary + ", Accept-Encoding");
    }
}
