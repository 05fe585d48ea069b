package io.perigee.benchmarks.functions;

import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.Invocation;
import io.perigee.functions.RequestOutcome;
import io.perigee.functions.RequestResult;
import io.perigee.functions.host.ConcurrencyLimits;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.host.FunctionLimits;
import io.perigee.functions.lambda.LambdaSettings;
import io.perigee.functions.runtime.FunctionSource;
import io.perigee.functions.runtime.JavaScriptVersion;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A function host in this process, and every kind of function on it. */
public final class FunctionsBenchmark implements AutoCloseable {
    /** How often {@link #run} says what it is at. */
    public static final int STEPS = 5 + Neighbours.ALL;

    private static final int FAST_CALLS = 20_000;
    private static final int PROCESS_CALLS = 2_000;
    private static final int COLD_STARTS = 5;
    private static final int CONTEXTS = 200;
    private static final int MEMORY_SIZE = 512;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final FunctionOutput UNHEARD = new FunctionOutput() {
        @Override
        public void line(FunctionId function, String requestId, String text) {}

        @Override
        public void report(Invocation invocation) {}
    };

    private final Path directory;
    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(2));
    private final FunctionHost host;
    private final Samples samples;
    private int deployed;

    /** Makes a directory of its own, which {@link #close} leaves behind empty. */
    public FunctionsBenchmark() throws IOException {
        directory = Files.createTempDirectory(Path.of("/var/tmp"), "perigee-bench-functions-");
        // Functions run as users of their own, who must come through it to what is theirs, and see a /tmp of their own.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        samples = new Samples(Files.createDirectory(directory.resolve("samples")));
        host = new FunctionHost(
                vertx,
                FunctionLimits.DEFAULT.withConcurrency(new ConcurrencyLimits(10_000, Map.of())),
                UNHEARD,
                LambdaSettings.in(directory.resolve("lambda")));
    }

    /**
     * Measures everything.
     *
     * @param told what it is at
     */
    public List<Figure> run(Consumer<String> told) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        Calls calls = new Calls(vertx.getOrCreateContext(), host);
        told.accept("verticle");
        Calls.Added verticle = calls.added(deploy(new FunctionSource.VerticleClass(HeaderVerticle.class)), FAST_CALLS);
        figures.add(new Figure("verticle, header change, p50 added", verticle.p50(), 3, "µs"));
        told.accept("CloudFront Function");
        Calls.Added script = calls.added(deploy(script()), FAST_CALLS);
        figures.add(
                new Figure("CloudFront Function, header change of a 1 KB event, p50 added", script.p50(), 60, "µs"));
        figures.add(
                new Figure("CloudFront Function, header change of a 1 KB event, p99 added", script.p99(), 250, "µs"));
        told.accept("warm Node.js");
        Calls.Added node = calls.added(deploy(node()), PROCESS_CALLS);
        figures.add(new Figure("Node.js Lambda, warm, p50 added", node.p50(), 350, "µs"));
        told.accept("cold starts");
        figures.add(new Figure("Node.js Lambda, cold start", coldStart(node()), 150, "ms"));
        figures.add(new Figure("Java Lambda, cold start", coldStart(java()), 500, "ms"));
        figures.add(new Figure("Python Lambda, cold start", coldStart(python()), 100, "ms"));
        told.accept("memory of " + CONTEXTS + " CloudFront Functions");
        figures.add(new Figure(CONTEXTS + " CloudFront Functions, resident memory", contexts(), 300, "MB"));
        figures.addAll(new Neighbours(vertx, host, samples).measure(told));
        return figures;
    }

    private FunctionSource script() {
        return new FunctionSource.CloudFrontScript(
                samples.script("header", Samples.SCRIPT), JavaScriptVersion.V2_0, Optional.empty());
    }

    private FunctionSource node() {
        return lambda(samples.zip("node", "index.js", Samples.NODE), "nodejs20.x", "index.handler");
    }

    private FunctionSource python() {
        return lambda(samples.zip("python", "index.py", Samples.PYTHON), "python3.11", "index.handler");
    }

    private FunctionSource java() {
        return lambda(
                samples.jar("java", HeaderHandler.class), "java21", HeaderHandler.class.getName() + "::handleRequest");
    }

    static FunctionSource lambda(Path code, String runtime, String handler) {
        return new FunctionSource.LambdaPackage(code, runtime, handler, MEMORY_SIZE, TIMEOUT);
    }

    private FunctionReference deploy(FunctionSource source) throws InterruptedException {
        FunctionId id = new FunctionId("f" + ++deployed, 1);
        Waiting.on(host.deploy(id, source));
        return FunctionReference.exactly(id);
    }

    /** From the call to the answer of a function that was never called, milliseconds. */
    private double coldStart(FunctionSource source) throws InterruptedException {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < COLD_STARTS; i++) {
            FunctionReference function = deploy(source);
            long before = System.nanoTime();
            RequestOutcome outcome = Waiting.on(host.invoke(function, Calls.event()));
            times.add((System.nanoTime() - before) / 1e6);
            if (!(outcome instanceof RequestResult)) {
                throw new IllegalStateException("a measured function failed: " + outcome);
            }
            Waiting.on(host.undeploy(function.name()));
        }
        return Calls.median(times);
    }

    /** What so many functions, each called once, add to the memory of the process, MB. */
    private double contexts() throws IOException, InterruptedException {
        System.gc();
        long before = ResidentMemory.bytes();
        for (int i = 0; i < CONTEXTS; i++) {
            Waiting.on(host.invoke(deploy(script()), Calls.event()));
        }
        System.gc();
        return Math.max(0, ResidentMemory.bytes() - before) / 1e6;
    }

    @Override
    public void close() {
        try {
            Waiting.on(host.close());
            Waiting.on(vertx.close());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        Trees.delete(directory);
    }
}
