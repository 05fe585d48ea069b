package io.perigee.origin.website;

import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Static website hosting of one bucket, with Amazon S3's rules.
 *
 * @param indexDocument the object that answers for a folder; no slash in it
 * @param errorDocument the key of the object that is the body of 404 answers; null for a plain built-in page
 * @param hosts further host names (no port) that this website answers to; it always answers to the bucket's name
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html">Hosting a static website</a>
 */
public record Website(
        @Default("index.html") String indexDocument,
        @Nullable String errorDocument,
        List<String> hosts) {

    /** @throws io.perigee.node.config.ConfigException if the index document is blank or contains a slash */
    public Website {
        new ConfigChecks()
                .that(
                        !indexDocument.isBlank() && !indexDocument.contains("/"),
                        "indexDocument",
                        indexDocument,
                        "a name without '/'")
                .done();
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    /** {@code index.html} and {@code error.html}, answering to the bucket's name only. */
    public static Website standard() {
        return new Website("index.html", "error.html", List.of());
    }
}
