package io.perigee.node.process;

import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where a node tells how it is. */
public record ManagementConfig(
        @Setting(
                value = "The address on which health and metrics are; not one that viewers reach.",
                pattern = "\\S+",
                form = "an address or a host name")
        @Default("127.0.0.1")
        String host,

        @Setting(value = "The port; 0: any free one.", min = "0", max = "65535") @Default("0")
        int port,

        @Setting("How others reach it, for display; left out: host and port.") @Nullable
        URI url) {

    /** On a port of loopback; 0 is any free one. */
    public static ManagementConfig on(int port) {
        return new ManagementConfig("127.0.0.1", port, null);
    }
}
