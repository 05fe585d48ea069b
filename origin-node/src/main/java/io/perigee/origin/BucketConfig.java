package io.perigee.origin;

import io.perigee.origin.website.Website;
import java.util.Optional;

/**
 * What the node's configuration says of one bucket. A bucket that only an S3 client created is {@linkplain #closed()
 * private} and no website.
 *
 * @param publicRead whether anybody may read its objects through the S3 API without credentials
 * @param website how it is served at the website endpoint; empty if it is not
 */
public record BucketConfig(boolean publicRead, Optional<Website> website) {

    /** Readable with credentials only, and not a website. */
    public static BucketConfig closed() {
        return new BucketConfig(false, Optional.empty());
    }

    /** Readable by anybody, and served as this website. */
    public static BucketConfig website(Website website) {
        return new BucketConfig(true, Optional.of(website));
    }
}
