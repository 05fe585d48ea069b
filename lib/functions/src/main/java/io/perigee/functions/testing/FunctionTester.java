package io.perigee.functions.testing;

import io.perigee.functions.EdgeFunction;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.RequestResult;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.host.FunctionLimits;
import io.perigee.functions.runtime.FunctionSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one function in this process as a node runs it: as a deployed verticle, with time limits, and with its results
 * checked. Methods block until the function has answered; close it after the test.
 *
 * <pre>{@code
 * try (FunctionTester tester = FunctionTester.of(CountryRedirect.class)) {
 *     FunctionResponse response = tester.responds(EventBuilder.viewerRequest("/").country("DE"));
 *     assertThat(response.header("Location")).contains("/de/");
 * }
 * }</pre>
 */
public final class FunctionTester implements AutoCloseable {
    private static final FunctionId ID = new FunctionId("tested", 1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final FunctionHost host;
    private final FunctionReference function = FunctionReference.exactly(ID);

    private FunctionTester(FunctionLimits limits) {
        host = new FunctionHost(vertx, limits);
    }

    /** That class, with the limits of a node that is not configured otherwise. */
    public static FunctionTester of(Class<? extends EdgeFunction> type) {
        return of(type, FunctionLimits.DEFAULT);
    }

    public static FunctionTester of(Class<? extends EdgeFunction> type, FunctionLimits limits) {
        FunctionTester tester = new FunctionTester(limits);
        return tester.started(tester.host.deploy(ID, new FunctionSource.VerticleClass(type)));
    }

    /**
     * That jar, in a class loader of its own as on a node.
     *
     * @param entryClass may be empty where the jar declares exactly one
     */
    public static FunctionTester of(Path jar, Optional<String> entryClass) {
        FunctionTester tester = new FunctionTester(FunctionLimits.DEFAULT);
        return tester.started(tester.host.deploy(ID, new FunctionSource.VerticleJar(jar, entryClass)));
    }

    private FunctionTester started(Future<?> deployment) {
        try {
            await(deployment);
            return this;
        } catch (RuntimeException | Error refused) {
            close();
            throw refused;
        }
    }

    /** The request that the function goes on with; {@link AssertionError} if it does anything else. */
    public FunctionRequest proceeds(EventBuilder event) {
        Object outcome = call(event);
        if (outcome instanceof RequestResult.Continue proceed) {
            return proceed.request();
        }
        throw unexpected(event, "go on with a request", outcome);
    }

    /** The response that it answers with, at any point; {@link AssertionError} if it does anything else. */
    public FunctionResponse responds(EventBuilder event) {
        Object outcome = call(event);
        if (outcome instanceof RequestResult.Respond(FunctionResponse response)) {
            return response;
        }
        if (outcome instanceof FunctionResponse response) {
            return response;
        }
        throw unexpected(event, "give a response", outcome);
    }

    /** How it fails; {@link AssertionError} if it does not. */
    public FunctionFailure fails(EventBuilder event) {
        Object outcome = call(event);
        if (outcome instanceof FunctionFailure failure) {
            return failure;
        }
        throw unexpected(event, "fail", outcome);
    }

    private Object call(EventBuilder event) {
        return event.type().isRequest()
                ? await(host.invoke(function, event.toRequestEvent()))
                : await(host.invoke(function, event.toResponseEvent()));
    }

    private static AssertionError unexpected(EventBuilder event, String expected, Object outcome) {
        Throwable cause = outcome instanceof FunctionFailure.ExecutionError error ? error.cause() : null;
        String was = outcome instanceof FunctionFailure failure ? failure.message() : outcome.toString();
        return new AssertionError(
                "expected the function to " + expected + " at " + event.type() + ", but: " + was, cause);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException late) {
            throw new AssertionError("no answer within " + PATIENCE.toSeconds() + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for an answer", interrupted);
        }
    }

    /** Stops the function. */
    @Override
    public void close() {
        await(host.close().eventually(vertx::close));
    }
}
