package io.perigee.cli.node;

import io.perigee.cli.terminal.Terminal;
import io.perigee.origin.OriginNode;
import io.perigee.origin.OriginNodeConfig;
import java.nio.file.Path;

/** Starts origin nodes. Apart from the command, which help and completion look at without loading a server. */
final class OriginRun {

    private OriginRun() {}

    static int ofFile(Terminal terminal, Path file) {
        OriginNodeConfig config = NodeConfigFile.read(file, OriginNodeConfig.class);
        return NodeRun.untilSignal(
                terminal,
                config,
                vertx -> OriginNode.start(vertx, config)
                        .map(node -> new NodeRun.Started(
                                node.process(),
                                config.name() + " is up: websites at http://"
                                        + config.website().host() + ":" + node.websitePort() + ", S3 API at http://"
                                        + config.api().host() + ":" + node.apiPort() + ", health and metrics at http://"
                                        + config.management().host() + ":" + node.managementPort())));
    }
}
