package io.perigee.demo;

import io.perigee.control.ControlNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The demo's control plane, with its router.
 *
 * @param dashboardUrl signs in whoever opens it
 * @param clusterAddress {@code host:port} where nodes join
 */
record ControlPart(ControlApi api, URI url, URI dashboardUrl, URI routerUrl, String clusterAddress, Path tokenFile) {

    static final String ID = "control-1";

    /** Starts it. Blocks. */
    static ControlPart start(DemoFolder folder, DemoConfigs configs, StartedParts parts, HttpClient http)
            throws IOException, InterruptedException {
        Vertx vertx = NodeVertx.create();
        parts.addVertx(ID, vertx);
        ControlNode node = NodeVertx.await(ControlNode.start(vertx, configs.control(folder.of(ID))));
        parts.addLast(ID, node::close);
        String token = Files.readAllLines(node.tokenFile()).getFirst().strip();
        return new ControlPart(
                new ControlApi(http, node.url(), token),
                node.url(),
                node.url().resolve("/#token=" + token),
                node.routerUrl(),
                node.clusterAddress(),
                node.tokenFile());
    }
}
