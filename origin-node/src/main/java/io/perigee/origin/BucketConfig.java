package io.perigee.origin;

import io.perigee.node.config.Default;
import io.perigee.origin.website.Website;
import org.jspecify.annotations.Nullable;

/**
 * What the node's configuration says of one bucket. A bucket that only an S3 client created is private and no website.
 *
 * @param publicRead whether anybody may read its objects through the S3 API without credentials
 * @param website how it is served at the website endpoint, which needs no {@code publicRead}; null if it is not
 */
public record BucketConfig(
        @Default("false") boolean publicRead, @Nullable Website website) {

    /** Readable by anybody, and served as this website. */
    public static BucketConfig website(Website website) {
        return new BucketConfig(true, website);
    }
}
