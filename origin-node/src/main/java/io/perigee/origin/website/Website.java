package io.perigee.origin.website;

import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Static website hosting of one bucket, with Amazon S3's rules.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html">Hosting a static website</a>
 */
public record Website(
        @Setting(
                value = "The object that answers for a folder.",
                pattern = "[^/]*[^/\\s][^/]*",
                form = "a name without '/'")
        @Default("index.html")
        String indexDocument,

        @Setting("The key of the object that is the body of 404 answers; left out: a plain built-in page.") @Nullable
        String errorDocument,

        @Setting("Further host names (no port) that this website answers to; it always answers to the bucket's name.")
        List<String> hosts) {

    public Website {
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    /** {@code index.html} and {@code error.html}, answering to the bucket's name only. */
    public static Website standard() {
        return new Website("index.html", "error.html", List.of());
    }
}
