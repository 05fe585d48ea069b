package io.perigee.origin.access;

import java.util.Objects;

/**
 * One pair of credentials for the S3 API, as AWS issues them.
 *
 * @param id the access key id, 1 to 128 characters, sent with each request
 * @param secret the secret access key, never sent; left out of {@link #toString()}
 */
public record AccessKey(String id, String secret) {

    /** @throws IllegalArgumentException if either part is blank, or the id is too long or contains a slash or comma */
    public AccessKey {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(secret, "secret");
        if (id.isBlank() || id.length() > 128 || id.contains("/") || id.contains(",")) {
            throw new IllegalArgumentException(
                    "accessKeys.id: '" + id + "': expected 1 to 128 characters without '/' and ','");
        }
        if (secret.isBlank()) {
            throw new IllegalArgumentException("accessKeys.secret: expected a secret that is not blank");
        }
    }

    @Override
    public String toString() {
        return "AccessKey[id=" + id + "]";
    }
}
