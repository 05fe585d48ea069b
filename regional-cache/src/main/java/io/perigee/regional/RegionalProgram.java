package io.perigee.regional;

import io.perigee.node.program.NodeProgram;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;

/** A regional cache as the program of a process. */
public final class RegionalProgram {

    /** What {@code perigee regional --config FILE} and the image's entry point run. */
    public static final NodeProgram<RegionalConfig> PROGRAM =
            new NodeProgram<>("perigee-regional", RegionalConfig.class, RegionalProgram::start);

    private RegionalProgram() {}

    /** Runs it as this process. */
    public static void main(String[] arguments) {
        PROGRAM.runAsProcess(arguments);
    }

    private static Future<NodeProgram.Started> start(Vertx vertx, RegionalConfig config) throws IOException {
        RegionalCache node = new RegionalCache(vertx, config);
        return node.start()
                .map(started -> new NodeProgram.Started(
                        node.process(),
                        config.node().id() + " is up: edges at "
                                + config.listener().host() + ":" + node.port(),
                        config.management().host(),
                        node.managementPort()));
    }
}
