package io.perigee.origin;

import io.perigee.node.auth.NetworkKeys;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.node.process.NodePart;
import io.perigee.origin.notification.OutboxDelivery;
import io.perigee.origin.serving.DiskThreads;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells functions of what happens to objects, where the configuration says so. */
final class NotificationPart implements NodePart {

    private final Vertx vertx;
    private final OriginNodeConfig config;
    private final InstantSource clock;
    private final DiskThreads disk;
    private final StorePart storage;
    private volatile @Nullable OutboxDelivery delivery;

    NotificationPart(Vertx vertx, OriginNodeConfig config, InstantSource clock, DiskThreads disk, StorePart storage) {
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
        this.disk = disk;
        this.storage = storage;
    }

    @Override
    public String name() {
        return "notifications";
    }

    @Override
    public Future<Void> start() {
        if (!config.notifies()) {
            return Future.succeededFuture();
        }
        Path keys = Objects.requireNonNull(config.networkKeys());
        return disk.call(() -> NetworkKeys.read(keys))
                .onSuccess(read -> {
                    OutboxDelivery made = new OutboxDelivery(
                            vertx, storage.outbox(), disk, config.controlPlanes(), config.trust(), authenticator(read));
                    delivery = made;
                    made.start();
                })
                .mapEmpty();
    }

    private NodeAuthenticator authenticator(NetworkKeys keys) {
        return new NodeAuthenticator(
                keys, config.name(), clock::millis, new SecureRandom()::nextLong, NodeAuthenticator.DEFAULT_CAPACITY);
    }

    @Override
    public Future<Void> stop() {
        OutboxDelivery made = delivery;
        return made == null ? Future.succeededFuture() : made.stop();
    }
}
