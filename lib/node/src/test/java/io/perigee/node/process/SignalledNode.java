package io.perigee.node.process;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/** A process of its own with a node of one part that prints what happens to it. */
final class SignalledNode {

    private SignalledNode() {}

    public static void main(String[] args) throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        NodePart part = new NodePart() {
            @Override
            public String name() {
                return "part";
            }

            @Override
            public Future<Void> start() {
                return Future.succeededFuture();
            }

            @Override
            public Future<Void> drain(Duration limit) {
                System.out.println("drained");
                return Future.succeededFuture();
            }

            @Override
            public Future<Void> stop() {
                System.out.println("stopped");
                return Future.succeededFuture();
            }
        };
        var node = new NodeProcess(
                vertx,
                "node-1",
                new DrainConfig(Duration.ofMillis(20), Duration.ofSeconds(5), Duration.ofSeconds(5)),
                List.of(part),
                new Readiness(),
                new RequestsInFlight());
        ProcessSignals.stopOnSignal(node);
        node.start().onSuccess(v -> System.out.println("started"));
        ProcessSignals.awaitSignal();
    }
}
