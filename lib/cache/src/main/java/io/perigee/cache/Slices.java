package io.perigee.cache;

import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.httpcaching.VaryKey;
import java.util.List;

/**
 * How an object lies in the cache that is kept in slices: each slice is an entry of its own, with a stamp of its own, under a key that names
 * the object's version and tags. So slices of two versions cannot meet in one answer, what marks the object's path marks its slices, and a
 * slice that was fetched under other tags, which may have been marked as it could not know, is not found any more.
 *
 * <p>Slices begin at multiples of their length; or, where the first part that came was the object's end, so that this is one of them.
 *
 * @param object what the object itself is found by
 * @param variant tells it from other responses under that key
 * @param tags the object's, when it was fetched
 * @param bytes the length of each slice but the first and the last
 * @param shift by how much the first slice is shorter; 0 to {@code bytes} - 1
 */
record Slices(CacheKey object, VaryKey variant, ObjectVersion version, List<String> tags, int bytes, int shift) {

    /** What a response to a slice's request says. */
    enum Verdict {
        /** It is that slice. */
        SLICE,
        /** It is everything, of this version: ranges are not given. */
        EVERYTHING,
        /** The object is not the one that it was. */
        CHANGED,
        /** The upstream cannot say. */
        FAILED
    }

    long length() {
        return version.length();
    }

    /** The slice that this byte lies in. */
    long indexOf(long position) {
        return (position + shift) / bytes;
    }

    /** The shift with which a slice begins at this position. */
    static int shiftFor(long position, int bytes) {
        return (int) ((bytes - position % bytes) % bytes);
    }

    /** Where a slice lies in the object. */
    ByteRange range(long index) {
        long first = index * bytes - shift;
        return new ByteRange(Math.max(0, first), Math.min(first + bytes, length()) - 1);
    }

    /** What a slice is found by: no ordinary key has a NUL, which no header or path can have. */
    CacheKey key(long index) {
        return new CacheKey(
                object.namespace(),
                object.path(),
                object.rest()
                        + '\0'
                        + index
                        + ' '
                        + bytes
                        + ' '
                        + shift
                        + ' '
                        + version
                        + '\0'
                        + variant
                        + '\0'
                        + String.join(",", tags));
    }

    Verdict judge(ResponseHead head, long index) {
        return switch (head.status()) {
            case 200 -> {
                long length = SharedBody.declaredLength(head.headers());
                yield version.equals(ObjectVersion.of(head.headers(), length)) ? Verdict.EVERYTHING : Verdict.CHANGED;
            }
            case 206 -> {
                ContentRange got = ContentRange.of(head.headers());
                boolean same = got != null
                        && got.range().equals(range(index))
                        && version.equals(ObjectVersion.of(head.headers(), got.completeLength()));
                yield same ? Verdict.SLICE : Verdict.CHANGED;
            }
            default -> head.status() < 500 ? Verdict.CHANGED : Verdict.FAILED;
        };
    }
}
