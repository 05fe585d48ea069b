package io.perigee.origin.website;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Static website hosting of one bucket, with Amazon S3's rules.
 *
 * @param indexDocument the object that answers for a folder, e.g. {@code index.html}; no slash in it
 * @param errorDocument the key of the object that is the body of 4xx answers; empty for a plain built-in page
 * @param hosts further host names (no port) that this website answers to; it always answers to the bucket's name
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html">Hosting a static website</a>
 */
public record Website(String indexDocument, Optional<String> errorDocument, List<String> hosts) {

    /** @throws IllegalArgumentException if the index document is blank or contains a slash */
    public Website {
        Objects.requireNonNull(errorDocument, "errorDocument");
        if (indexDocument.isBlank() || indexDocument.contains("/")) {
            throw new IllegalArgumentException(
                    "website.indexDocument: '" + indexDocument + "': expected a name without '/'");
        }
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    /** {@code index.html} and {@code error.html}, answering to the bucket's name only. */
    public static Website standard() {
        return new Website("index.html", Optional.of("error.html"), List.of());
    }
}
