package io.perigee.demo;

import io.perigee.origin.OriginExtensions;
import io.perigee.origin.OriginNode;
import io.perigee.origin.store.ObjectStore;
import io.perigee.origin.website.OriginCounters;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;

/** The demo's origin node, with its content, answering nodes of the network and nobody else. */
record OriginPart(OriginNode node) {

    static final String ID = "origin-1";

    /** Starts it and puts the content in. Blocks. */
    static OriginPart start(DemoFolder folder, DemoConfigs configs, StartedParts parts)
            throws IOException, InterruptedException {
        Vertx vertx = NodeVertx.create();
        parts.addVertx(ID, vertx);
        OriginExtensions extensions =
                OriginExtensions.none().withRoutes(DemoContent.routes(vertx, InstantSource.system()));
        OriginNode node = NodeVertx.await(OriginNode.start(vertx, configs.origin(folder.of(ID)), extensions));
        parts.addLast(ID, node::close);
        DemoContent.load(node.store());
        return new OriginPart(node);
    }

    int websitePort() {
        return node.websitePort();
    }

    int apiPort() {
        return node.apiPort();
    }

    int managementPort() {
        return node.managementPort();
    }

    OriginCounters counters() {
        return node.counters();
    }

    ObjectStore store() {
        return node.store();
    }
}
