package io.perigee.origin.access;

import io.perigee.node.config.ConfigChecks;

/**
 * One pair of credentials for the S3 API, as AWS issues them.
 *
 * @param id the access key id, 1 to 128 characters, sent with each request
 * @param secret the secret access key, never sent; left out of {@link #toString()}
 */
public record AccessKey(String id, String secret) {

    /** @throws io.perigee.node.config.ConfigException if either part is blank, or the id is too long or contains a slash or comma */
    public AccessKey {
        new ConfigChecks()
                .that(
                        !id.isBlank() && id.length() <= 128 && !id.contains("/") && !id.contains(","),
                        "id",
                        id,
                        "1 to 128 characters without '/' and ','")
                .that(!secret.isBlank(), "secret", "(blank)", "a secret")
                .done();
    }

    @Override
    public String toString() {
        return "AccessKey[id=" + id + "]";
    }
}
