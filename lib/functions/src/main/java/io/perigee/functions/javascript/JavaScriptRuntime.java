package io.perigee.functions.javascript;

import static java.util.Objects.requireNonNull;

import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.runtime.FunctionDeploymentException;
import io.perigee.functions.runtime.FunctionDeploymentException.Reason;
import io.perigee.functions.runtime.FunctionRuntime;
import io.perigee.functions.runtime.FunctionSource.CloudFrontScript;
import io.perigee.functions.runtime.JavaScriptVersion;
import io.perigee.functions.runtime.RunningFunction;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs CloudFront functions. V8, its threads and all else are there from the first function on: a node without one has nothing of it.
 */
public final class JavaScriptRuntime implements FunctionRuntime<CloudFrontScript>, AutoCloseable {
    /** At about 1 MB each. */
    private static final int MAX_IDLE_ISOLATES = 256;

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int THREADS = Math.max(4, 2 * PROCESSORS);
    private static final int THREADS_OF_A_FUNCTION = Math.max(1, PROCESSORS - 1);

    private final Vertx vertx;
    private final FunctionOutput output;
    private @Nullable ScriptNode node;
    private boolean closed;

    /**
     * @param output gets what functions print
     */
    public JavaScriptRuntime(Vertx vertx, FunctionOutput output) {
        this.vertx = vertx;
        this.output = output;
    }

    private synchronized ScriptNode node() {
        if (closed) {
            throw new IllegalStateException("the node stops");
        }
        ScriptNode present = node;
        if (present == null) {
            V8Engine engine = V8Engine.get();
            ScriptThreads threads = new ScriptThreads(THREADS, THREADS_OF_A_FUNCTION);
            present = new ScriptNode(
                    engine,
                    threads,
                    new CpuBudget(threads::replace),
                    new IsolatePool(MAX_IDLE_ISOLATES),
                    output,
                    System::currentTimeMillis);
            node = present;
        }
        return present;
    }

    @Override
    public Future<RunningFunction> start(FunctionId id, CloudFrontScript source) {
        return vertx.executeBlocking(() -> compile(id, source), false)
                .compose(compiled -> warm(requireNonNull(compiled)));
    }

    private ScriptFunction compile(FunctionId id, CloudFrontScript source) {
        String code;
        try {
            code = Files.readString(source.path());
        } catch (IOException unreadable) {
            throw new FunctionDeploymentException(
                    Reason.UNREADABLE_JAR, source.path() + " cannot be read: " + unreadable, unreadable);
        }
        ScriptNode ready;
        try {
            ready = node();
        } catch (IllegalStateException noEngine) {
            throw new FunctionDeploymentException(
                    Reason.RUNTIME_NOT_INSTALLED, id + " cannot run: " + noEngine.getMessage(), noEngine);
        }
        try {
            return new ScriptFunction(
                    id,
                    source.version(),
                    ScriptCompiler.compile(ready.engine(), code, source.version()),
                    source.version() == JavaScriptVersion.V1_0
                            ? null
                            : source.values().orElse(null),
                    ready);
        } catch (ScriptException invalid) {
            throw new FunctionDeploymentException(Reason.INVALID_CODE, id + ": " + invalid.getMessage(), invalid);
        }
    }

    /** Loads its code, to see whether that can be done at all, and so that the first call finds it loaded. */
    private Future<RunningFunction> warm(ScriptFunction function) {
        Promise<RunningFunction> promise = Promise.promise();
        FunctionId id = function.description().id();
        try {
            function.instance().execute(() -> {
                try {
                    function.warm();
                    promise.complete(function);
                } catch (ScriptException invalid) {
                    promise.fail(new FunctionDeploymentException(
                            Reason.INVALID_CODE, id + ": " + invalid.getMessage(), invalid));
                }
            });
        } catch (RejectedExecutionException closing) {
            promise.fail(new FunctionDeploymentException(Reason.HOST_CLOSED, id + " is not deployed: the node stops"));
        }
        return promise.future();
    }

    /** Ends the threads. No function runs any more. */
    @Override
    public synchronized void close() {
        closed = true;
        ScriptNode present = node;
        if (present != null) {
            present.threads().close();
            present.budget().close();
        }
    }
}
