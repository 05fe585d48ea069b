package io.perigee.node.process;

import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;

/**
 * Where a node tells how it is.
 *
 * @param host address to listen on; not one that viewers reach
 * @param port 0 for any free one
 */
public record ManagementConfig(
        @Default("127.0.0.1") String host, @Default("0") int port) {
    public ManagementConfig {
        new ConfigChecks()
                .that(port >= 0 && port <= 65_535, "port", port, "0 to 65535")
                .done();
    }
}
