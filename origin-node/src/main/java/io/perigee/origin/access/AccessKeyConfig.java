package io.perigee.origin.access;

import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One pair of credentials for the S3 API, as the configuration has it. */
public record AccessKeyConfig(
        @Setting(
                value = "The access key id, sent with each request.",
                pattern = "(?=.*\\S)[^/,]{1,128}",
                form = "1 to 128 characters without '/' and ','")
        String id,

        @Setting(
                value = "The secret access key, never sent; better in secretFile.",
                pattern = "(?s).*\\S.*",
                form = "a secret",
                secret = true)
        @Nullable
        String secret,

        @Setting("A file that holds the secret access key and nothing else, read at start.") @Nullable
        Path secretFile) {

    public AccessKeyConfig {
        new ConfigChecks()
                .that((secret == null) != (secretFile == null), "secretFile", secretFile, "either secret or secretFile")
                .done();
    }

    /** The credentials in a configuration that knows them. */
    public static AccessKeyConfig of(AccessKey key) {
        return new AccessKeyConfig(key.id(), key.secret(), null);
    }

    /**
     * The credentials. Blocks where the secret is in a file.
     *
     * @throws IOException if the file cannot be read or is empty; the message names it
     */
    public AccessKey read() throws IOException {
        Path file = secretFile;
        String known = secret;
        if (known != null || file == null) {
            return new AccessKey(id, String.valueOf(known));
        }
        String text = Files.readString(file).strip();
        if (text.isEmpty()) {
            throw new IOException(file + " is empty; expected the secret of access key " + id);
        }
        return new AccessKey(id, text);
    }

    @Override
    public String toString() {
        return "AccessKey[id=" + id + "]";
    }
}
