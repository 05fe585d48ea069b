package io.perigee.cli.node;

import io.perigee.cli.terminal.Terminal;
import io.perigee.control.ControlConfig;
import io.perigee.control.ControlNode;
import java.nio.file.Path;

/** Starts control planes. Apart from the command, which help and completion look at without loading a server. */
final class ControlRun {

    private ControlRun() {}

    static int ofFile(Terminal terminal, Path file) {
        ControlConfig config = NodeConfigFile.read(file, ControlConfig.class);
        return NodeRun.untilSignal(
                terminal,
                config,
                vertx -> ControlNode.start(vertx, config)
                        .map(node -> new NodeRun.Started(
                                node.process(),
                                config.id() + " is up: API at " + node.url() + ", router at " + node.routerUrl()
                                        + ", health and metrics at http://"
                                        + config.management().host() + ":" + node.managementPort() + "; token in "
                                        + node.tokenFile())));
    }
}
