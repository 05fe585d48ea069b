package io.perigee.origin;

import io.perigee.node.program.NodeProgram;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** An origin node as the program of a process. */
public final class OriginProgram {

    /** What {@code perigee origin --config FILE} and the image's entry point run. */
    public static final NodeProgram<OriginNodeConfig> PROGRAM =
            new NodeProgram<>("perigee-origin", OriginNodeConfig.class, OriginProgram::start);

    private OriginProgram() {}

    /** Runs it as this process. */
    public static void main(String[] arguments) {
        PROGRAM.runAsProcess(arguments);
    }

    private static Future<NodeProgram.Started> start(Vertx vertx, OriginNodeConfig config) {
        return OriginNode.start(vertx, config)
                .map(node -> new NodeProgram.Started(
                        node.process(),
                        config.name() + " is up: websites at http://"
                                + config.website().host() + ":" + node.websitePort() + ", S3 API at http://"
                                + config.api().host() + ":" + node.apiPort(),
                        config.management().host(),
                        node.managementPort()));
    }
}
