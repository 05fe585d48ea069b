package io.perigee.origin;

import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import io.perigee.origin.notification.NotificationConfig;
import io.perigee.origin.website.Website;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the node's configuration says of one bucket. A bucket that only an S3 client created is private and no website.
 */
public record BucketConfig(
        @Setting("Whether anybody may read its objects through the S3 API without credentials.") @Default("false")
        boolean publicRead,

        @Setting("How it is served at the website endpoint, which needs no publicRead; left out: not at all.") @Nullable
        Website website,

        @Setting("The functions that are told of what happens to its objects.")
        List<NotificationConfig> notifications) {

    public BucketConfig {
        notifications = List.copyOf(notifications);
    }

    /** Readable by anybody, and served as this website. */
    public static BucketConfig website(Website website) {
        return new BucketConfig(true, website, List.of());
    }
}
