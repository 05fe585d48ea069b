package io.perigee.delivery.tier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.perigee.node.auth.NetworkKeys;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.node.process.NodePart;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pieces that edges and regional caches are put together from in the same way. */
public final class TierParts {

    private static final Logger LOG = LoggerFactory.getLogger(TierParts.class);

    private TierParts() {}

    /** A node's credentials. */
    public static NodeAuthenticator authenticator(Path keyFile, String nodeId) throws IOException {
        SecureRandom nonces = new SecureRandom();
        return new NodeAuthenticator(
                NetworkKeys.read(keyFile),
                nodeId,
                System::currentTimeMillis,
                nonces::nextLong,
                NodeAuthenticator.DEFAULT_CAPACITY);
    }

    /** Registers {@code disk_free_bytes} and {@code disk_total_bytes} of where a node's folder and its cache's disk are. */
    public static void measureDisks(MeterRegistry registry, Path data, CacheConfig cache) {
        new DiskSpaceMetrics(data.toFile()).bindTo(registry);
        DiskConfig disk = cache.disk();
        if (disk != null) {
            new DiskSpaceMetrics(disk.path().toFile()).bindTo(registry);
        }
    }

    /** As many event loops as configured; 0: one for each processor. */
    public static int eventLoops(int configured) {
        return configured > 0 ? configured : Runtime.getRuntime().availableProcessors();
    }

    /** What is released when a node stops: first to start, last to stop. */
    public static NodePart of(TierRuntime runtime, AutoCloseable... resources) {
        return new NodePart() {
            @Override
            public String name() {
                return "cache";
            }

            @Override
            public Future<Void> start() {
                return runtime.start();
            }

            @Override
            public Future<Void> stop() {
                return runtime.close().eventually(() -> {
                    for (AutoCloseable resource : resources) {
                        close(resource);
                    }
                    return Future.succeededFuture();
                });
            }
        };
    }

    /** Whatever a resource throws must not keep the others open. */
    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.warn("{} was not closed: {}", resource, e.toString());
        }
    }
}
