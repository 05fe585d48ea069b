package io.perigee.origin;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.perigee.node.auth.NetworkKeys;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.node.listen.Listener;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.process.ManagementServer;
import io.perigee.node.process.NodeProcess;
import io.perigee.node.process.Readiness;
import io.perigee.node.process.RequestsInFlight;
import io.perigee.origin.access.AccessGate;
import io.perigee.origin.access.AccessKey;
import io.perigee.origin.access.AccessKeyConfig;
import io.perigee.origin.access.NetworkGate;
import io.perigee.origin.s3.S3Handler;
import io.perigee.origin.serving.DiskThreads;
import io.perigee.origin.sigv4.SignatureVerifier;
import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.ObjectStore;
import io.perigee.origin.website.OriginCounters;
import io.perigee.origin.website.Website;
import io.perigee.origin.website.WebsiteHandler;
import io.perigee.origin.website.WebsiteHosts;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running origin node. Start one with {@link #start}, stop it with {@link #close}. */
public final class OriginNode {

    private static final Logger LOG = LoggerFactory.getLogger(OriginNode.class);
    private static final int DISK_THREADS = 16;

    private final OriginNodeConfig config;
    private final OriginExtensions extensions;
    private final Access access;
    private final DiskThreads disk;
    private final StorePart storage;
    private final OriginCounters counters = new OriginCounters();
    private final RequestsInFlight requests = new RequestsInFlight();
    private final Listener website;
    private final Listener api;
    private final ManagementServer management;
    private final NodeProcess process;

    /** Who may do what, with what stood in files. */
    private record Access(AccessGate gate, List<AccessKey> keys) {}

    private OriginNode(
            Vertx vertx, OriginNodeConfig config, OriginExtensions extensions, Access access, DiskThreads disk) {
        this.config = config;
        this.extensions = extensions;
        this.access = access;
        this.disk = disk;
        this.storage = new StorePart(config, extensions, disk);
        this.website = listener(vertx, "website", config.website(), this::websiteHandler);
        this.api = listener(vertx, "api", config.api(), this::apiHandler);
        NotificationPart notifications = new NotificationPart(vertx, config, extensions.clock(), disk, storage);
        Readiness readiness = new Readiness();
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        this.management = new ManagementServer(vertx, config.management(), "origin", readiness, metrics);
        this.process = new NodeProcess(
                vertx,
                config.name(),
                config.drain(),
                List.of(management, storage, notifications, website, api),
                readiness,
                requests);
        bind(metrics);
        website.measuredBy(metrics);
        api.measuredBy(metrics);
        new DiskSpaceMetrics(config.data().toFile()).bindTo(metrics);
    }

    /** As {@link #start(Vertx, OriginNodeConfig, OriginExtensions)} with nothing added. */
    public static Future<OriginNode> start(Vertx vertx, OriginNodeConfig config) {
        return start(vertx, config, OriginExtensions.none());
    }

    /**
     * Opens the store, makes the configured buckets that are missing, and listens.
     *
     * @return the running node; fails with what went wrong (directory in use or of another format, port in use, no
     *     network keys), and then nothing is left open
     */
    public static Future<OriginNode> start(Vertx vertx, OriginNodeConfig config, OriginExtensions extensions) {
        DiskThreads disk = new DiskThreads(vertx, "origin-disk-" + config.data(), DISK_THREADS);
        return disk.call(() -> new Access(gate(config, extensions), keys(config)))
                .onFailure(cause -> disk.close())
                .map(access -> new OriginNode(vertx, config, extensions, access, disk))
                .compose(node -> node.process.start().map(node));
    }

    /** The port of the website endpoint. */
    public int websitePort() {
        return website.port();
    }

    /** The port of the S3 API. */
    public int apiPort() {
        return api.port();
    }

    /** The port of health and metrics. */
    public int managementPort() {
        return management.port();
    }

    /** What the website endpoint was asked for. */
    public OriginCounters counters() {
        return counters;
    }

    /** The objects. Its methods block: call them on a worker or virtual thread. */
    public ObjectStore store() {
        return storage.store();
    }

    /** The node as a process, to be tied to signals. */
    public NodeProcess process() {
        return process;
    }

    /** Drains, stops listening, and lets go of the data directory. */
    public Future<Void> close() {
        return process.stop();
    }

    private static AccessGate gate(OriginNodeConfig config, OriginExtensions extensions) throws IOException {
        Path keys = config.networkKeys();
        if (!config.networkOnly() || keys == null) {
            return extensions.gate();
        }
        return new NetworkGate(new NodeAuthenticator(
                NetworkKeys.read(keys),
                config.name(),
                extensions.clock()::millis,
                new SecureRandom()::nextLong,
                NodeAuthenticator.DEFAULT_CAPACITY));
    }

    private static List<AccessKey> keys(OriginNodeConfig config) throws IOException {
        List<AccessKey> keys = new ArrayList<>();
        for (AccessKeyConfig key : config.accessKeys()) {
            keys.add(key.read());
        }
        return keys;
    }

    private Listener listener(
            Vertx vertx, String name, ListenerConfig listenerConfig, Supplier<Handler<HttpServerRequest>> handler) {
        int eventLoops = Runtime.getRuntime().availableProcessors();
        return new Listener(vertx, name, listenerConfig, eventLoops, requests, () -> requests.counting(handler.get()));
    }

    private Handler<HttpServerRequest> websiteHandler() {
        Handler<HttpServerRequest> handler = new WebsiteHandler(
                storage.store(), hosts(config), extensions.routes(), counters, disk, extensions.clock());
        return config.networkOnly() ? gated(handler) : handler;
    }

    private Handler<HttpServerRequest> apiHandler() {
        return new S3Handler(
                storage.store(),
                disk,
                new SignatureVerifier(access.keys(), config.region(), extensions.clock()),
                publicBuckets(config),
                config.networkOnly() ? Optional.of(access.gate()) : Optional.empty(),
                config.region(),
                extensions.clock());
    }

    private Handler<HttpServerRequest> gated(Handler<HttpServerRequest> handler) {
        return request -> {
            switch (access.gate().admit(request)) {
                case AccessGate.Admission.Admitted ignored -> handler.handle(request);
                case AccessGate.Admission.Refused refused -> {
                    LOG.info("Refused {} {}: {}", request.method(), request.path(), refused.reason());
                    request.response().setStatusCode(403).end();
                }
            }
        };
    }

    private static WebsiteHosts hosts(OriginNodeConfig config) {
        Map<BucketName, Website> websites = new HashMap<>();
        config.buckets().forEach((name, bucket) -> {
            Website site = bucket.website();
            if (site != null) {
                websites.put(new BucketName(name), site);
            }
        });
        return new WebsiteHosts(
                websites, Optional.ofNullable(config.defaultWebsite()).map(BucketName::new));
    }

    private static Set<BucketName> publicBuckets(OriginNodeConfig config) {
        return config.buckets().entrySet().stream()
                .filter(bucket -> bucket.getValue().publicRead())
                .map(bucket -> new BucketName(bucket.getKey()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private void bind(MeterRegistry metrics) {
        FunctionCounter.builder("perigee.origin.requests", counters, OriginCounters::fetches)
                .description("Requests to the website endpoint")
                .register(metrics);
        FunctionCounter.builder("perigee.origin.not.modified", counters, OriginCounters::notModified)
                .description("Answers 304 of the website endpoint")
                .register(metrics);
        FunctionCounter.builder("perigee.origin.body", counters, OriginCounters::bodyBytes)
                .description("Bytes of objects that the website endpoint has sent")
                .baseUnit("bytes")
                .register(metrics);
        Gauge.builder("perigee.origin.objects", storage, part -> part.store().objectCount())
                .description("Objects in the store")
                .register(metrics);
        Gauge.builder("perigee.origin.stored", storage, part -> part.store().storedBytes())
                .description("Bytes of all objects in the store")
                .baseUnit("bytes")
                .register(metrics);
        Gauge.builder("perigee.origin.events", storage, StorePart::waiting)
                .description("Invocations that wait for the control plane")
                .register(metrics);
    }
}
