package io.perigee.cli.node;

import io.perigee.cli.terminal.Terminal;
import io.perigee.regional.RegionalCache;
import io.perigee.regional.RegionalConfig;
import java.nio.file.Path;

/** Starts regional caches. Apart from the command, which help and completion look at without loading a server. */
final class RegionalRun {

    private RegionalRun() {}

    static int ofNetwork(Terminal terminal, Path file) {
        RegionalConfig config = NodeConfigFile.read(file, RegionalConfig.class);
        return NodeRun.untilSignal(terminal, config, vertx -> {
            RegionalCache node = new RegionalCache(vertx, config);
            return node.start()
                    .map(started -> new NodeRun.Started(
                            node.process(),
                            config.node().id() + " is up: edges at "
                                    + config.listener().host() + ":" + node.port()
                                    + ", health and metrics at http://"
                                    + config.management().host() + ":" + node.managementPort()));
        });
    }
}
