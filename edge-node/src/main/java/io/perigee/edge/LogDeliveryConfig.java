package io.perigee.edge;

import io.perigee.node.config.ByteSize;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import io.perigee.observability.S3Objects;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** How an edge delivers the access logs of the distributions that have {@code logging}. */
public record LogDeliveryConfig(
        @Setting("The object store: an origin node's S3 API, or any other.")
        URI endpoint,

        @Setting(
                value = "The region that requests are signed for.",
                pattern = "[a-z0-9-]{1,64}",
                form = "1 to 64 lower-case letters, digits and hyphens")
        @Default("us-east-1")
        String region,

        @Setting(
                value = "The id of the access key.",
                pattern = "[^/,\\s]{1,128}",
                form = "1 to 128 characters without '/', ',' and spaces")
        String accessKeyId,

        @Setting("A file that holds the secret access key and nothing else, read at start.")
        Path secretFile,

        @Setting(value = "How long lines are gathered before they are delivered.", min = "1s", max = "1h")
        @Default("5m")
        Duration interval,

        @Setting(
                value = "What may wait on the disk (in data) to be delivered; beyond it lines are dropped.",
                min = "1MiB")
        @Default("1GiB")
        ByteSize maxDisk) {

    /**
     * The store and the credentials. Blocks.
     *
     * @throws IOException if the secret cannot be read or is empty; the message names the file
     */
    S3Objects.Access access() throws IOException {
        String secret = Files.readString(secretFile).strip();
        if (secret.isEmpty()) {
            throw new IOException(secretFile + " is empty; expected the secret of access key " + accessKeyId);
        }
        return new S3Objects.Access(endpoint, region, accessKeyId, secret);
    }
}
