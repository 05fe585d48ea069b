package io.perigee.origin.store;

import java.time.Instant;

/**
 * An object that the store holds, without its bytes.
 *
 * @param bucket its bucket
 * @param key its key
 * @param size bytes
 * @param etag MD5 of the bytes in lower-case hex, without quotes
 * @param lastModified when it was written, to the millisecond
 * @param attributes what its writer said of it
 * @param ordinal its place among all changes of the store: higher means later
 */
public record StoredObject(
        BucketName bucket,
        ObjectKey key,
        long size,
        String etag,
        Instant lastModified,
        ObjectAttributes attributes,
        long ordinal) {

    /** The entity tag as it stands in headers, e.g. {@code "9e107d9d372bb6826bd81d3542a419d6"} with its quotes. */
    public String quotedEtag() {
        return '"' + etag + '"';
    }
}
