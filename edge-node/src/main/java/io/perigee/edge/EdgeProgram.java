package io.perigee.edge;

import io.perigee.node.program.NodeProgram;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;

/** An edge of a network as the program of a process. */
public final class EdgeProgram {

    /** What {@code perigee edge --config FILE} and the image's entry point run. */
    public static final NodeProgram<EdgeConfig> PROGRAM =
            new NodeProgram<>("perigee-edge", EdgeConfig.class, EdgeProgram::start);

    private EdgeProgram() {}

    /** Runs it as this process. */
    public static void main(String[] arguments) {
        PROGRAM.runAsProcess(arguments);
    }

    private static Future<NodeProgram.Started> start(Vertx vertx, EdgeConfig config) throws IOException {
        EdgeNode node = new EdgeNode(vertx, config);
        return node.start()
                .map(started -> new NodeProgram.Started(
                        node.process(),
                        config.node().id() + " is up: viewers at " + node.publicUrl(),
                        config.management().host(),
                        node.managementPort()));
    }
}
