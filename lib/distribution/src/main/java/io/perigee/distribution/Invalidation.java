package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.util.List;

/**
 * Paths and cache tags whose cached objects viewers shall not get any more, or not without asking the origin. CloudFront has paths only; tags
 * and soft invalidations work as in other networks.
 *
 * <p>See <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html">What to know when invalidating files</a>.
 */
public record Invalidation(
        @Describes(value = "Names the invalidation.", format = Format.ID)
        String id,

        @Describes(value = "The distribution's id.", format = Format.ID)
        String distributionId,

        @Describes(
                value =
                        "The paths as viewers request them, percent-encoded; * as the last character stands for everything that follows, query strings included. A path counts with its query string, where that is part of the cache key; a * at the end covers all variants.",
                format = Format.INVALIDATION_PATH,
                maxLength = Limits.PATH_LENGTH,
                defaultValue = "[]",
                maxItems = Limits.INVALIDATION_PATHS)
        List<String> paths,

        @Describes(
                value =
                        "Cache tags: covered is what carries one of them in its Cache-Tag field, as the origin or an origin-response function set it. Case matters.",
                format = Format.CACHE_TAG,
                maxLength = Limits.CACHE_TAG_LENGTH,
                defaultValue = "[]",
                maxItems = Limits.INVALIDATION_TAGS)
        List<String> tags,

        @Describes(
                value =
                        "Whether what is covered becomes stale rather than gone: it is revalidated with the origin before it is served as fresh again, and served stale only where its own stale-while-revalidate or stale-if-error permit that.",
                defaultValue = "false")
        boolean soft,

        @Describes(
                value =
                        "A text of the caller's own choice: a second request with the same one is the same invalidation.",
                maxLength = 128)
        String callerReference) {

    public Invalidation {
        paths = List.copyOf(paths);
        tags = List.copyOf(tags);
    }
}
