package io.perigee.origin;

import io.perigee.node.process.NodePart;
import io.perigee.origin.notification.NotificationConfig;
import io.perigee.origin.notification.Outbox;
import io.perigee.origin.serving.DiskThreads;
import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.CreateOutcome;
import io.perigee.origin.store.ObjectJournal;
import io.perigee.origin.store.ObjectStore;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The object store as a part of the node: opened with the configured buckets, closed last but for management. */
final class StorePart implements NodePart {

    private final OriginNodeConfig config;
    private final OriginExtensions extensions;
    private final DiskThreads disk;
    private volatile @Nullable ObjectStore store;
    private volatile @Nullable Outbox outbox;

    StorePart(OriginNodeConfig config, OriginExtensions extensions, DiskThreads disk) {
        this.config = config;
        this.extensions = extensions;
        this.disk = disk;
    }

    /** @throws IllegalStateException before the part has started */
    ObjectStore store() {
        ObjectStore opened = store;
        if (opened == null) {
            throw new IllegalStateException("the store is not open");
        }
        return opened;
    }

    /**
     * What functions have to be told of.
     *
     * @throws IllegalStateException before the part has started, and where no function is to be told of anything
     */
    Outbox outbox() {
        Outbox opened = outbox;
        if (opened == null) {
            throw new IllegalStateException("there is no outbox");
        }
        return opened;
    }

    /** How many invocations wait in the outbox. */
    int waiting() {
        Outbox opened = outbox;
        return opened == null ? 0 : opened.size();
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public Future<Void> start() {
        return disk.call(this::open).onSuccess(opened -> store = opened).mapEmpty();
    }

    @Override
    public Future<Void> stop() {
        ObjectStore opened = store;
        return (opened == null ? Future.<Void>succeededFuture() : disk.run(opened::close)).eventually(disk::close);
    }

    private ObjectStore open() throws IOException {
        ObjectStore opened =
                ObjectStore.open(config.data(), config.limits(), extensions.clock(), extensions.listeners(), journal());
        try {
            for (String bucket : config.buckets().keySet()) {
                if (opened.createBucket(new BucketName(bucket)) == CreateOutcome.TOO_MANY_BUCKETS) {
                    throw new IOException("buckets." + bucket + ": expected at most "
                            + config.limits().maximumBuckets() + " buckets");
                }
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private ObjectJournal journal() throws IOException {
        if (!config.notifies()) {
            return ObjectJournal.NONE;
        }
        Map<BucketName, List<NotificationConfig>> notifications = new HashMap<>();
        config.buckets()
                .forEach((bucket, settings) -> notifications.put(new BucketName(bucket), settings.notifications()));
        Outbox opened =
                Outbox.open(config.data().resolve("events"), notifications, config.region(), Outbox.MOST_WAITING);
        outbox = opened;
        return opened;
    }
}
