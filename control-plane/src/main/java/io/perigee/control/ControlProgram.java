package io.perigee.control;

import io.perigee.node.program.NodeProgram;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** A control plane as the program of a process. */
public final class ControlProgram {

    /** What {@code perigee control --config FILE} and the image's entry point run. */
    public static final NodeProgram<ControlConfig> PROGRAM =
            new NodeProgram<>("perigee-control", ControlConfig.class, ControlProgram::start);

    private ControlProgram() {}

    /** Runs it as this process. */
    public static void main(String[] arguments) {
        PROGRAM.runAsProcess(arguments);
    }

    private static Future<NodeProgram.Started> start(Vertx vertx, ControlConfig config) {
        return ControlNode.start(vertx, config)
                .map(node -> new NodeProgram.Started(
                        node.process(),
                        config.id() + " is up: API at " + node.url() + ", router at " + node.routerUrl() + ", token in "
                                + node.tokenFile(),
                        config.management().host(),
                        node.managementPort()));
    }
}
