package io.perigee.origin;

import io.perigee.origin.access.AccessGate;
import io.perigee.origin.s3.S3Handler;
import io.perigee.origin.serving.DiskThreads;
import io.perigee.origin.sigv4.SignatureVerifier;
import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.CreateOutcome;
import io.perigee.origin.store.ObjectStore;
import io.perigee.origin.website.OriginCounters;
import io.perigee.origin.website.Website;
import io.perigee.origin.website.WebsiteHandler;
import io.perigee.origin.website.WebsiteHosts;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running origin node. Start one with {@link #start}, stop it with {@link #close}. */
public final class OriginNode {

    private static final Logger LOG = LoggerFactory.getLogger(OriginNode.class);
    private static final int DISK_THREADS = 16;
    private static final int IDLE_SECONDS = 75;

    private final ObjectStore store;
    private final OriginCounters counters;
    private final DiskThreads disk;
    private final HttpServer website;
    private final HttpServer api;

    private OriginNode(
            ObjectStore store, OriginCounters counters, DiskThreads disk, HttpServer website, HttpServer api) {
        this.store = store;
        this.counters = counters;
        this.disk = disk;
        this.website = website;
        this.api = api;
    }

    /** As {@link #start(Vertx, OriginNodeConfig, OriginExtensions)} with nothing added. */
    public static Future<OriginNode> start(Vertx vertx, OriginNodeConfig config) {
        return start(vertx, config, OriginExtensions.none());
    }

    /**
     * Opens the store, makes the configured buckets that are missing, and listens.
     *
     * @return the running node; fails with what went wrong (directory in use or of another format, port in use), and
     *     then nothing is left open
     */
    public static Future<OriginNode> start(Vertx vertx, OriginNodeConfig config, OriginExtensions extensions) {
        DiskThreads disk = new DiskThreads(vertx, "origin-disk-" + config.data(), DISK_THREADS);
        return disk.call(() -> openStore(config, extensions))
                .compose(store -> listen(vertx, config, extensions, store, disk)
                        .recover(cause -> disk.run(store::close).transform(closed -> Future.failedFuture(cause))))
                .onFailure(cause -> disk.close());
    }

    /** The port of the website endpoint. */
    public int websitePort() {
        return website.actualPort();
    }

    /** The port of the S3 API. */
    public int apiPort() {
        return api.actualPort();
    }

    /** What the website endpoint was asked for. */
    public OriginCounters counters() {
        return counters;
    }

    /** The objects. Its methods block: call them on a worker or virtual thread. */
    public ObjectStore store() {
        return store;
    }

    /** Stops listening, ends open connections, and lets go of the data directory. */
    public Future<Void> close() {
        return website.close().eventually(() -> disk.run(store::close)).eventually(disk::close);
    }

    private static ObjectStore openStore(OriginNodeConfig config, OriginExtensions extensions) throws IOException {
        ObjectStore store =
                ObjectStore.open(config.data(), config.limits(), extensions.clock(), extensions.listeners());
        try {
            for (String bucket : config.buckets().keySet()) {
                if (store.createBucket(new BucketName(bucket)) == CreateOutcome.TOO_MANY_BUCKETS) {
                    throw new IOException("buckets." + bucket + ": expected at most "
                            + config.limits().maximumBuckets() + " buckets");
                }
            }
            return store;
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static Future<OriginNode> listen(
            Vertx vertx, OriginNodeConfig config, OriginExtensions extensions, ObjectStore store, DiskThreads disk) {
        OriginCounters counters = new OriginCounters();
        Handler<HttpServerRequest> websites =
                new WebsiteHandler(store, hosts(config), extensions.routes(), counters, disk, extensions.clock());
        S3Handler s3 = new S3Handler(
                store,
                disk,
                new SignatureVerifier(config.accessKeys(), config.region(), extensions.clock()),
                publicBuckets(config),
                config.networkOnly() ? Optional.of(extensions.gate()) : Optional.empty(),
                config.region(),
                extensions.clock());
        return serve(vertx, config.website(), config.networkOnly() ? gated(websites, extensions.gate()) : websites)
                .compose(website -> serve(vertx, config.api(), s3)
                        .map(api -> new OriginNode(store, counters, disk, website, api))
                        .recover(cause -> website.close().transform(closed -> Future.failedFuture(cause))));
    }

    private static WebsiteHosts hosts(OriginNodeConfig config) {
        Map<BucketName, Website> websites = new HashMap<>();
        config.buckets()
                .forEach(
                        (name, bucket) -> bucket.website().ifPresent(site -> websites.put(new BucketName(name), site)));
        return new WebsiteHosts(websites, config.defaultWebsite().map(BucketName::new));
    }

    private static Set<BucketName> publicBuckets(OriginNodeConfig config) {
        return config.buckets().entrySet().stream()
                .filter(bucket -> bucket.getValue().publicRead())
                .map(bucket -> new BucketName(bucket.getKey()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Future<HttpServer> serve(Vertx vertx, ListenAddress address, Handler<HttpServerRequest> handler) {
        HttpServerOptions options = new HttpServerOptions().setIdleTimeout(IDLE_SECONDS);
        return vertx.createHttpServer(options).requestHandler(handler).listen(address.port(), address.host());
    }

    private static Handler<HttpServerRequest> gated(Handler<HttpServerRequest> handler, AccessGate gate) {
        return request -> {
            switch (gate.admit(request)) {
                case AccessGate.Admission.Admitted ignored -> handler.handle(request);
                case AccessGate.Admission.Refused refused -> {
                    LOG.info("Refused {} {}: {}", request.method(), request.uri(), refused.reason());
                    request.response().setStatusCode(403).end();
                }
            }
        };
    }
}
