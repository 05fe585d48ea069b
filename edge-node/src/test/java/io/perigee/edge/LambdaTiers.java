package io.perigee.edge;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.perigee.delivery.tier.CacheConfig;
import io.perigee.delivery.tier.TierRuntime;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.routing.DistributionRouting;
import io.perigee.functions.EdgeFunction;
import io.perigee.functions.EdgeLocation;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.host.ConcurrencyLimits;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.lambda.LambdaSettings;
import io.perigee.functions.lambda.process.Trees;
import io.perigee.functions.runtime.FunctionSource;
import io.perigee.functions.runtime.JavaScriptVersion;
import io.perigee.node.config.ByteSize;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.ConversationExtension;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.slf4j.LoggerFactory;

/**
 * An edge and a regional cache that run Lambda functions, with an origin and a viewer, for all tests of a class: each of them has a
 * site of its own, with a host name, and functions in processes.
 */
final class LambdaTiers implements AutoCloseable {
    private static final CacheConfig CACHE = new CacheConfig(ByteSize.parse("64MiB"));

    private final Vertx vertx = ConversationExtension.newVertx();
    private final FakeOrigin origin = FakeOrigin.start(vertx);
    private final Viewer viewer = Viewer.of(vertx);
    private final List<FunctionHost> hosts = new CopyOnWriteArrayList<>();
    private final Path directory;
    private final TwoTiers tiers;
    private final LogLines log = new LogLines();
    private NetworkConfig config = NetworkConfig.EMPTY;
    private volatile DistributionRouting routing = DistributionRouting.of(config);
    private int functions;
    private int sites;

    LambdaTiers() {
        try {
            // Functions' users must be able to reach it, and see directories of their own at the usual one for
            // temporary files.
            directory = Files.createTempDirectory(Path.of("/var/tmp"), "perigee-edge-test");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tiers = new TwoTiers(vertx, () -> routing, runtime("edge"), runtime("regional"));
        apply(new Change.CachePolicyApplied(
                Documents.parse("""
                id: p
                defaultTtl: 0s
                queryStrings: {behavior: all}
                """, CachePolicy.class).orThrow()));
        log.start();
        root().addAppender(log);
    }

    private TwoTiers.Runtimes runtime(String name) {
        return (view, authenticator) -> {
            var runtime = new TierRuntime(
                    vertx,
                    CACHE,
                    view,
                    authenticator,
                    LambdaSettings.in(directory.resolve(name)),
                    FunctionOutput.LOGGED,
                    EdgeLocation.UNKNOWN);
            hosts.add(runtime.functions());
            return runtime;
        };
    }

    /**
     * A function as its author writes it.
     *
     * @param files what is in its package, by name; the handler is {@code index.handler}
     * @param timeout seconds
     */
    record Program(String runtime, Map<String, String> files, boolean includeBody, int timeout) {
        static Program node(String code) {
            return new Program("nodejs18.x", Map.of("index.js", code), false, 5);
        }

        /** A CloudFront Function, for viewer events. */
        static Program script(String code) {
            return new Program("cloudfront-js-2.0", Map.of("index.js", code), false, 5);
        }

        /** A class of the tests that runs in the node. */
        static Program verticle(Class<? extends EdgeFunction> type) {
            return new Program("java-verticle", Map.of("class", type.getName()), false, 5);
        }

        static Program python(String code) {
            return new Program("python3.9", Map.of("index.py", code), false, 5);
        }

        /** What its one file holds. */
        String only() {
            return files.values().iterator().next();
        }

        Program withBody() {
            return new Program(runtime, files, true, timeout);
        }

        Program within(int seconds) {
            return new Program(runtime, files, includeBody, seconds);
        }
    }

    /** One distribution, which all viewers reach by its host name. */
    record Site(LambdaTiers tiers, String host, List<String> functions) {
        Asked ask(String method, String target) {
            return Asked.of(method, "http://127.0.0.1:" + tiers.tiers.port() + target)
                    .with("Host", host);
        }

        Answered get(String target) {
            return send(ask("GET", target));
        }

        Answered send(Asked asked) {
            return tiers.viewer.send(asked);
        }
    }

    Site site(EventType point, Program function) {
        return site(Map.of(point, function));
    }

    /** A new site, whose requests and responses go through these functions; viewers' headers and where they are go to the origin. */
    Site site(Map<EventType, Program> programs) {
        String name = "s" + ++sites;
        StringBuilder associations = new StringBuilder();
        List<String> names = new CopyOnWriteArrayList<>();
        programs.forEach((point, program) -> {
            String function = deploy(program);
            names.add(function);
            associations.append("  - {eventType: %s, function: %s, includeBody: %s}%n"
                    .formatted(point.label(), function, program.includeBody()));
        });
        String document = """
                id: %1$s
                aliases: [%1$s.example.org]
                origins: [{id: o, domainName: 127.0.0.1, httpPort: %2$d, protocolPolicy: http-only, customHeaders: [{name: X-From, value: %1$s}]}]
                defaultCacheBehavior:
                  targetOriginId: o
                  cachePolicyId: p
                  originRequestPolicyId: Managed-AllViewerAndCloudFrontHeaders-2022-06
                  allowedMethods: [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]
                  functionAssociations:
                """.formatted(name, origin.port()) + associations;
        apply(new Change.DistributionApplied(
                Documents.parse(document, Distribution.class).orThrow()));
        return new Site(this, name + ".example.org", names);
    }

    private String deploy(Program program) {
        String name = "f" + ++functions;
        FunctionRuntime runtime = FunctionRuntime.named(program.runtime()).orElseThrow();
        FunctionSource source = source(name, runtime, program);
        String handler = runtime.family() == FunctionRuntime.Family.CLOUDFRONT_JS
                ? FunctionVersion.CLOUDFRONT_HANDLER
                : "index.handler";
        apply(new Change.FunctionPublished(new FunctionVersion(
                name,
                1,
                runtime,
                "0".repeat(64),
                1,
                handler,
                FunctionVersion.DEFAULT_MEMORY_SIZE,
                program.timeout(),
                null)));
        // What cannot be cached goes to the origin from the edge, so that functions of origin events run there as well.
        for (FunctionHost host : hosts) {
            Await.get(host.deploy(new FunctionId(name, 1), source));
        }
        return name;
    }

    private FunctionSource source(String name, FunctionRuntime runtime, Program program) {
        return switch (runtime.family()) {
            case LAMBDA ->
                new FunctionSource.LambdaPackage(
                        zip(name, program.files()),
                        program.runtime(),
                        "index.handler",
                        FunctionVersion.DEFAULT_MEMORY_SIZE,
                        Duration.ofSeconds(program.timeout()));
            case CLOUDFRONT_JS ->
                new FunctionSource.CloudFrontScript(
                        script(name, program.only()), JavaScriptVersion.V2_0, Optional.empty());
            case VERTICLE -> new FunctionSource.VerticleClass(loaded(program.only()));
        };
    }

    private static Class<? extends EdgeFunction> loaded(String name) {
        try {
            return Class.forName(name).asSubclass(EdgeFunction.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Path script(String name, String code) {
        try {
            return Files.writeString(directory.resolve(name + ".js"), code);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path zip(String name, Map<String, String> files) {
        Path zip = directory.resolve(name + ".zip");
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (Map.Entry<String, String> entry : files.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zip;
    }

    private void apply(Change change) {
        config = config.with(config.sequence() + 1, change);
        routing = DistributionRouting.of(config);
    }

    /** No call of that function is admitted any more. */
    void throttle(String function) {
        hosts.forEach(host ->
                host.limitConcurrency(new ConcurrencyLimits(ConcurrencyLimits.DEFAULT.account(), Map.of(function, 0))));
    }

    /** Ends all functions for good. */
    void stopFunctions() {
        hosts.forEach(host -> Await.get(host.close()));
    }

    /** Where everything of both nodes' functions lies. */
    Path directory() {
        return directory;
    }

    /** Viewers' requests that have not ended. */
    int requestsInFlight() {
        return tiers.requestsInFlight();
    }

    FakeOrigin origin() {
        return origin;
    }

    /** What both nodes have logged about functions. */
    String log() {
        return log.lines.stream().collect(Collectors.joining("\n"));
    }

    private static ch.qos.logback.classic.Logger root() {
        return (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("io.perigee");
    }

    private static final class LogLines extends AppenderBase<ILoggingEvent> {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    }

    @Override
    public void close() {
        root().detachAppender(log);
        viewer.close();
        tiers.close();
        origin.close();
        Await.get(vertx.close());
        try {
            Trees.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
