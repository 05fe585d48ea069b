package io.perigee.origin.access;

import io.perigee.node.config.Setting;

/** One pair of credentials for the S3 API, as AWS issues them. */
public record AccessKey(
        @Setting(
                value = "The access key id, sent with each request.",
                pattern = "(?=.*\\S)[^/,]{1,128}",
                form = "1 to 128 characters without '/' and ','")
        String id,

        @Setting(value = "The secret access key, never sent.", pattern = "(?s).*\\S.*", form = "a secret")
        String secret) {

    @Override
    public String toString() {
        return "AccessKey[id=" + id + "]";
    }
}
