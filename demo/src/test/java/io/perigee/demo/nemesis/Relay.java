package io.perigee.demo.nemesis;

import io.perigee.testkit.Await;
import io.perigee.testkit.HeldBack;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * A stretch of network between two nodes: it can be stalled (bytes wait in one direction or both, and nobody is told) and
 * cut (connections break, new ones too). Its address stays the same wherever it leads.
 */
final class Relay {

    /** Where bytes go: from who connected, or back to it. */
    enum Direction {
        THERE,
        BACK
    }

    private final Context context;
    private final NetClient client;
    private final NetServer server;
    private final Set<Link> links = new HashSet<>();
    private final Set<Direction> stalled = EnumSet.noneOf(Direction.class);
    private boolean cut;
    private int target;

    private record Link(NetSocket near, NetSocket far) {
        NetSocket source(Direction direction) {
            return direction == Direction.THERE ? near : far;
        }
    }

    Relay(Vertx vertx) {
        this.context = vertx.getOrCreateContext();
        this.client = vertx.createNetClient();
        // Closing without lingering resets the connection: its ends notice at once.
        this.server = vertx.createNetServer(
                        new NetServerOptions().setSoLinger(0).setHost("127.0.0.1"))
                .connectHandler(near -> {
                    HeldBack.handOn(near);
                    near.pause();
                    context.runOnContext(turn -> accept(near));
                });
        Promise<NetServer> listening = Promise.promise();
        context.runOnContext(turn -> server.listen(0).onComplete(listening));
        Await.get(listening.future());
    }

    /** {@code 127.0.0.1:port}. */
    String address() {
        return "127.0.0.1:" + server.actualPort();
    }

    /** Leads there from the next connection on. */
    void leadTo(int port) {
        change(() -> target = port);
    }

    /** From now on, bytes wait that go in these directions. */
    void stall(Set<Direction> directions) {
        change(() -> {
            stalled.addAll(directions);
            links.forEach(link -> directions.forEach(each -> link.source(each).pause()));
        });
    }

    /** Breaks all connections, and from now on new ones. */
    void cut() {
        change(() -> {
            cut = true;
            Set.copyOf(links).forEach(link -> link.near().close());
        });
    }

    /** Ends stalls and cuts; what was stalled arrives. */
    void mend() {
        change(() -> {
            cut = false;
            stalled.clear();
            links.forEach(link -> {
                link.near().resume();
                link.far().resume();
            });
        });
    }

    private void change(Runnable change) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(turn -> {
            change.run();
            done.complete();
        });
        Await.get(done.future());
    }

    private void accept(NetSocket near) {
        if (cut || target == 0) {
            near.close();
            return;
        }
        client.connect(target, "127.0.0.1").onComplete(connected -> {
            if (connected.failed() || cut) {
                near.close();
                if (connected.succeeded()) {
                    connected.result().close();
                }
            } else {
                join(new Link(near, connected.result()));
            }
        });
    }

    private void join(Link link) {
        links.add(link);
        HeldBack.handOn(link.far());
        link.near()
                .handler(link.far()::write)
                .closeHandler(closed -> left(link))
                .exceptionHandler(broken -> {});
        link.far()
                .handler(link.near()::write)
                .closeHandler(closed -> left(link))
                .exceptionHandler(broken -> {});
        for (Direction direction : Direction.values()) {
            if (stalled.contains(direction)) {
                link.source(direction).pause();
            } else {
                link.source(direction).resume();
            }
        }
    }

    private void left(Link link) {
        if (links.remove(link)) {
            link.near().close();
            link.far().close();
        }
    }
}
