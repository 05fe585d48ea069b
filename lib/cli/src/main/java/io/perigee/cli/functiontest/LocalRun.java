package io.perigee.cli.functiontest;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.Invocation;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.host.FunctionLimits;
import io.perigee.functions.host.FunctionStatus;
import io.perigee.functions.lambda.LambdaSettings;
import io.perigee.functions.lambda.process.Trees;
import io.perigee.functions.runtime.FunctionDeploymentException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;

/** Runs a function once in this process, with the rules of a node. */
final class LocalRun implements FunctionOutput {

    /** Each Lambda environment sees a {@code /tmp} of its own, where its package could not be found. */
    private static final Path SCRATCH = Path.of("/var/tmp");

    private static final FunctionId ID = new FunctionId("function", 1);

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final LongSupplier nanos;

    LocalRun(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * What came of it.
     *
     * @param result empty where it failed
     * @param failure empty where it is valid
     * @param duration from the event to the result, with what was started for it
     */
    record Ended(
            Optional<JsonObject> result,
            Optional<FunctionFailure> failure,
            Duration duration,
            List<String> log,
            FunctionStatus status) {}

    Ended run(TestedPackage tested, EventFile event, Path file) {
        Path scratch = scratch();
        Vertx vertx = Vertx.vertx();
        FunctionHost host =
                new FunctionHost(vertx, FunctionLimits.DEFAULT.withInstances(1, 1), this, LambdaSettings.in(scratch));
        try {
            get(host.deploy(ID, tested.source(event.form(), scratch)));
            long start = nanos.getAsLong();
            FunctionReference function = FunctionReference.exactly(ID);
            Object outcome;
            Optional<JsonObject> result;
            if (event.type().isRequest()) {
                RequestEvent given = event.request(file);
                outcome = get(host.invoke(function, given));
                result = outcome instanceof RequestResult valid
                        ? Optional.of(event.result(given.config(), valid))
                        : Optional.empty();
            } else {
                ResponseEvent given = event.response(file);
                outcome = get(host.invoke(function, given));
                result = outcome instanceof FunctionResponse valid
                        ? Optional.of(event.result(given.config(), valid))
                        : Optional.empty();
            }
            Duration duration = Duration.ofNanos(nanos.getAsLong() - start);
            FunctionStatus status = host.status(ID).orElseThrow();
            Optional<FunctionFailure> failure =
                    outcome instanceof FunctionFailure failed ? Optional.of(failed) : Optional.empty();
            // What it has printed is read to the end when it stops.
            get(host.undeploy(ID));
            return new Ended(result, failure, duration, lines, status);
        } catch (FunctionDeploymentException refused) {
            throw CommandFailure.failed(tested.path() + " cannot run here: " + String.valueOf(refused.getMessage()));
        } finally {
            get(host.close());
            get(vertx.close());
            delete(scratch);
        }
    }

    private static Path scratch() {
        try {
            Path scratch = Files.isDirectory(SCRATCH)
                    ? Files.createTempDirectory(SCRATCH, "perigee-functions-test")
                    : Files.createTempDirectory("perigee-functions-test");
            // Where the user is root, functions run as users of their own.
            Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
            return scratch;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path scratch) {
        try {
            Trees.delete(scratch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    @Override
    public void line(FunctionId function, String requestId, String text) {
        lines.add(text.stripTrailing());
    }

    @Override
    public void report(Invocation invocation) {}
}
