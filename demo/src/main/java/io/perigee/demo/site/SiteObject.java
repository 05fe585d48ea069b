package io.perigee.demo.site;

import io.perigee.origin.store.ObjectAttributes;
import io.perigee.origin.store.ObjectKey;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * One object of the site.
 *
 * @param key where it lies in the bucket
 * @param contentType its media type
 * @param cacheControl how long it may be cached
 * @param edition tells whether a stored object is this one; changes when what {@code bytes} makes changes
 * @param bytes makes it
 */
record SiteObject(String key, String contentType, String cacheControl, String edition, Maker bytes) {

    /** The user metadata that the edition is kept in. */
    static final String EDITION = "edition";

    /** Makes an object's bytes; the same ones each time. */
    @FunctionalInterface
    interface Maker {
        byte[] make() throws IOException;
    }

    ObjectKey objectKey() {
        return new ObjectKey(key);
    }

    ObjectAttributes attributes() {
        return new ObjectAttributes(
                Map.of(ObjectAttributes.CONTENT_TYPE, contentType, "cache-control", cacheControl),
                Map.of(EDITION, edition),
                Optional.empty());
    }
}
