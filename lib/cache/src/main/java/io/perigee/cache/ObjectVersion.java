package io.perigee.cache;

import io.perigee.httpcaching.EntityTag;
import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.Preconditions;
import org.jspecify.annotations.Nullable;

/**
 * What tells that bytes from several responses are bytes of one representation: a strong entity tag (RFC 9110 section 8.8.3), or where there
 * is none a modification date that is strong (section 8.8.2.2), and with either the complete length.
 *
 * @param validator the field that counts, with its value
 * @param length of the whole, in bytes
 */
record ObjectVersion(String validator, long length) {

    /** Null when a response has nothing to tell versions by. */
    static @Nullable ObjectVersion of(Headers response, long length) {
        EntityTag tag = EntityTag.of(response);
        if (tag != null && !tag.weak()) {
            return new ObjectVersion(HeaderNames.ETAG + ' ' + tag, length);
        }
        return Preconditions.isModificationDateStrong(response)
                ? new ObjectVersion(HeaderNames.LAST_MODIFIED + ' ' + response.first(HeaderNames.LAST_MODIFIED), length)
                : null;
    }

    /** A text that two versions share exactly if they are equal. */
    @Override
    public String toString() {
        return length + " " + validator;
    }
}
