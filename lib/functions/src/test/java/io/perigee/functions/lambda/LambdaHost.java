package io.perigee.functions.lambda;

import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.Invocation;
import io.perigee.functions.InvocationResult;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestOutcome;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.ResponseOutcome;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.host.FunctionLimits;
import io.perigee.functions.lambda.process.Trees;
import io.perigee.functions.runtime.DeployedFunction;
import io.perigee.functions.runtime.FunctionSource.LambdaPackage;
import io.perigee.functions.runtime.ProvisionedUse;
import io.perigee.functions.runtime.RuntimeCounters;
import io.perigee.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function host with Lambda runtimes, below a directory that functions' users can reach: the usual temporary directory is
 * where each of them sees its own.
 */
final class LambdaHost implements AutoCloseable, FunctionOutput {
    private final Path directory;
    private final Vertx vertx = Vertx.vertx();
    private final FunctionHost host;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Invocation> reports = new CopyOnWriteArrayList<>();
    private int packages;

    LambdaHost(UnaryOperator<LambdaSettings> change) {
        try {
            directory = Files.createTempDirectory(Path.of("/var/tmp"), "perigee-lambda-test");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        host = new FunctionHost(vertx, FunctionLimits.DEFAULT, this, change.apply(LambdaSettings.in(directory)));
    }

    static LambdaHost usual() {
        return new LambdaHost(settings -> settings);
    }

    Path directory() {
        return directory;
    }

    /** A zip with those files. */
    Path zip(Map<String, String> files) {
        Path zip = directory.resolve("package-" + packages++ + ".zip");
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

    Future<DeployedFunction> deploy(FunctionId id, LambdaPackage source) {
        return host.deploy(id, source);
    }

    /** A function of that name with one file, whose handler is {@code index.handler}. */
    FunctionReference deploy(String runtime, String file, String code) {
        return deploy(runtime, Map.of(file, code), 128, Duration.ofSeconds(60));
    }

    FunctionReference deploy(String runtime, Map<String, String> files, int memorySize, Duration timeout) {
        FunctionId id = new FunctionId("function-" + packages, 1);
        Await.get(deploy(id, new LambdaPackage(zip(files), runtime, "index.handler", memorySize, timeout)));
        return FunctionReference.exactly(id);
    }

    FunctionReference nodejs(String code) {
        return deploy("nodejs18.x", "index.js", code);
    }

    Future<InvocationResult> begin(FunctionReference function, String payload) {
        return host.invoke(function, Buffer.buffer(payload));
    }

    InvocationResult invoke(FunctionReference function, String payload) {
        return Await.get(begin(function, payload));
    }

    /** What the handler answered to that payload. */
    String answer(FunctionReference function, String payload) {
        InvocationResult result = invoke(function, payload);
        if (result instanceof InvocationResult.Payload answered) {
            return answered.payload().toString();
        }
        throw new AssertionError("no answer: " + described(result) + "\n" + String.join("\n", lines));
    }

    /** The error that the handler failed with. */
    String error(FunctionReference function, String payload) {
        InvocationResult result = invoke(function, payload);
        if (result instanceof InvocationResult.FunctionError failed) {
            return failed.payload().toString();
        }
        throw new AssertionError("no error: " + described(result));
    }

    private static String described(InvocationResult result) {
        return result instanceof InvocationResult.FunctionError failed
                ? failed.payload().toString()
                : result.toString();
    }

    RequestOutcome request(FunctionReference function, RequestEvent event) {
        return Await.get(host.invoke(function, event));
    }

    ResponseOutcome response(FunctionReference function, ResponseEvent event) {
        return Await.get(host.invoke(function, event));
    }

    void provision(FunctionReference function, int count) {
        host.provision(Map.of(id(function), count));
    }

    ProvisionedUse provisioned(FunctionReference function) {
        return counters(function).provisioned();
    }

    /** How many of them are alive. */
    int environments(FunctionReference function) {
        return counters(function).environments();
    }

    boolean isCircuitClosed(FunctionReference function) {
        return host.status(id(function)).orElseThrow().circuitClosed();
    }

    private RuntimeCounters counters(FunctionReference function) {
        return host.status(id(function)).orElseThrow().runtime();
    }

    private static FunctionId id(FunctionReference function) {
        return new FunctionId(function.name(), function.version().orElseThrow());
    }

    FunctionHost host() {
        return host;
    }

    List<String> lines() {
        return lines;
    }

    List<Invocation> reports() {
        return reports;
    }

    @Override
    public void line(FunctionId function, String requestId, String text) {
        lines.add(text);
    }

    @Override
    public void report(Invocation invocation) {
        reports.add(invocation);
    }

    @Override
    public void close() {
        Await.get(host.close());
        Await.get(vertx.close());
        try {
            Trees.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
