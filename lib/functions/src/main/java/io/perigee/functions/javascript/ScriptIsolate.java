package io.perigee.functions.javascript;

import static java.util.Objects.requireNonNull;

import com.caoccao.javet.exceptions.BaseJavetScriptingException;
import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.exceptions.JavetTerminatedException;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.callback.IJavetDirectCallable;
import com.caoccao.javet.interop.callback.JavetCallbackContext;
import com.caoccao.javet.interop.callback.JavetCallbackType;
import com.caoccao.javet.interop.monitoring.V8HeapStatistics;
import com.caoccao.javet.values.V8Value;
import com.caoccao.javet.values.reference.V8ValueFunction;
import com.caoccao.javet.values.reference.V8ValueObject;
import io.perigee.functions.KeyValues;
import io.perigee.functions.runtime.JavaScriptVersion;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One V8 isolate that runs a function's code and takes its calls, one at a time: a heap of its own, so that functions neither see nor starve
 * each other. Used by one thread at a time; only {@link #stop} may be called by others meanwhile.
 *
 * <p>One that is not {@linkplain #isSound sound} any more takes no calls: it was stopped in the middle of something, or keeps too much.
 */
final class ScriptIsolate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptIsolate.class);

    /** What V8 may still take after it was told that the heap is full: until then it must unwind, or it ends the process. */
    private static final long HEADROOM_BYTES = 64L << 20;

    /** Of heap and buffers between calls: the runtime's own part, and what CloudFront gives a function, 2 MB. */
    private static final long MAX_KEPT_BYTES = 3L << 20;

    /** The heap is not looked at in this many calls, unless they used buffers. */
    private static final int CALLS_BETWEEN_LOOKS = 256;

    /** The characters before the text of an answer, see {@code calls.js}. */
    private static final int MARKS = 2;

    private static final long LOOK_TIMEOUT_MILLIS = 1_000;

    private final V8Runtime runtime;
    private final JavaScriptVersion version;
    private final Environment environment;
    private @Nullable Handler handler;
    private int callsSinceLook;
    private volatile @Nullable String stopped;
    private volatile boolean keepsTooMuch;

    /** The JavaScript side of a loaded function, see {@code calls.js}. */
    private record Handler(V8ValueObject calls, V8ValueFunction call, V8ValueFunction answer) {}

    ScriptIsolate(V8Engine engine, JavaScriptVersion version, @Nullable KeyValues values) {
        this.version = version;
        environment = new Environment(values);
        try {
            runtime = engine.isolate();
        } catch (JavetException e) {
            throw new IllegalStateException("no V8 isolate can be made: " + e.getMessage(), e);
        }
        runtime.allowEval(false);
        // A rejection that nobody handles is told by the call's answer; the engine's own message about it would be the
        // script's to write.
        runtime.setPromiseRejectCallback((event, promise, value) -> {});
        runtime.setNearHeapLimitCallback((current, initial) -> {
            stop("it used more memory than its 2 MB");
            return current + HEADROOM_BYTES;
        });
    }

    /**
     * Runs a function's code, as {@link ScriptCompiler} left it, up to where it can be called.
     *
     * @throws ScriptException if it fails, is stopped, or has no function {@code handler}
     */
    void load(String code) {
        try {
            handler = prepare(code);
        } catch (JavetException e) {
            throw failure(e);
        }
    }

    private Handler prepare(String code) throws JavetException {
        try (V8ValueFunction host = runtime.createV8ValueFunction(new JavetCallbackContext(
                        "host",
                        JavetCallbackType.DirectCallNoThisAndResult,
                        (IJavetDirectCallable.NoThisAndResult<RuntimeException>) this::host));
                V8ValueFunction run = script("isolate.js");
                V8ValueFunction limits = script("limits.js");
                V8ValueFunction bytes = script("bytes.js");
                V8ValueFunction buffer = script("buffer.js");
                V8ValueFunction modules = script("modules.js");
                V8ValueFunction cwt = script("cwt.js");
                V8ValueFunction cloudfront = script("cloudfront.js");
                V8ValueFunction calls = script("calls.js");
                V8ValueFunction load =
                        run.call(null, host, version.number(), limits, bytes, buffer, modules, cwt, cloudfront, calls);
                V8ValueFunction function =
                        runtime.getExecutor(code).setResourceName("function.js").execute();
                V8Value loaded = load.call(null, function)) {
            if (!(loaded instanceof V8ValueObject ready)) {
                throw new ScriptException("there is no function named handler");
            }
            V8ValueObject kept = ready.toClone();
            return new Handler(kept, kept.get("call"), kept.get("answer"));
        }
    }

    private V8ValueFunction script(String name) throws JavetException {
        return runtime.getExecutor(Resources.script(name)).setResourceName(name).execute();
    }

    /** What the handler made of an event: JSON, see {@code calls.js}. */
    String call(ScriptEvent event, Consumer<String> log) {
        Handler ready = requireNonNull(handler);
        environment.begin(log);
        String text;
        try {
            text = ready.call()
                    .callString(null, event.json(), event.rawQueryString(), event.edgeLocation(), event.millis());
            if (text.isEmpty()) {
                text = ready.answer().callString(null);
            }
            look(text);
        } catch (JavetException e) {
            throw failure(e);
        }
        String reason = stopped;
        if (reason != null) {
            throw new ScriptException(reason);
        }
        if (text.isEmpty()) {
            // Whatever would settle it is in the past: there are no timers and no I/O.
            throw new ScriptException("the promise that it gave is never settled");
        }
        if (text.charAt(0) == '!') {
            throw new ScriptException(text.substring(MARKS));
        }
        return text.substring(MARKS);
    }

    /** Ends what it does, at once where V8 can, and makes it unsound. Called by any thread, and by what runs inside. */
    void stop(String reason) {
        stopped = reason;
        runtime.terminateExecution();
    }

    /** Whether it can take another call. */
    boolean isSound() {
        return stopped == null && !keepsTooMuch;
    }

    private void look(String answer) {
        callsSinceLook++;
        boolean usedBuffers = answer.length() > 1 && answer.charAt(1) == 'b';
        if (callsSinceLook < CALLS_BETWEEN_LOOKS && !usedBuffers) {
            return;
        }
        callsSinceLook = 0;
        if (kept() > MAX_KEPT_BYTES) {
            runtime.lowMemoryNotification();
            keepsTooMuch = kept() > MAX_KEPT_BYTES;
        }
    }

    /** Gives back the memory that loading took and calls do not need. Takes milliseconds. */
    void trim() {
        runtime.lowMemoryNotification();
    }

    /** Bytes of its heap and of its buffers. */
    long kept() {
        try {
            V8HeapStatistics heap = runtime.getV8HeapStatistics().get(LOOK_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            return heap.getUsedHeapSize() + heap.getExternalMemory();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("an isolate does not tell what it keeps", e);
            return 0;
        }
    }

    private ScriptException failure(JavetException e) {
        String reason = stopped;
        if (reason != null) {
            return new ScriptException(reason);
        }
        stop("it failed before");
        if (e instanceof JavetTerminatedException) {
            return new ScriptException("it was stopped");
        }
        if (e instanceof BaseJavetScriptingException scripting) {
            String stack = scripting.getScriptingError().getStack();
            return new ScriptException(stack == null || stack.isEmpty() ? String.valueOf(e.getMessage()) : stack);
        }
        return new ScriptException(String.valueOf(e.getMessage()));
    }

    private V8Value host(V8Value... arguments) throws JavetException {
        String what = text(arguments, 0);
        return switch (what) {
            case "digest" ->
                runtime.createV8ValueString(Environment.digest(
                        text(arguments, 1), arguments[2].isNull() ? null : text(arguments, 2), text(arguments, 3)));
            case "log" -> {
                environment.print(text(arguments, 1));
                yield runtime.createV8ValueUndefined();
            }
            case "kvs.known" -> runtime.createV8ValueBoolean(environment.knows(text(arguments, 1)));
            case "kvs.get" -> {
                String value = environment.value(text(arguments, 2));
                yield value == null ? runtime.createV8ValueNull() : runtime.createV8ValueString(value);
            }
            case "kvs.meta" -> runtime.createV8ValueString(environment.meta());
            case "cwt.validate" ->
                runtime.createV8ValueString(Environment.validated(text(arguments, 1), text(arguments, 2)));
            case "cwt.generate" ->
                runtime.createV8ValueString(Environment.generated(
                        text(arguments, 1),
                        text(arguments, 2),
                        !text(arguments, 3).isEmpty()));
            default -> {
                stop("it used more memory than its 2 MB: " + text(arguments, 1));
                yield runtime.createV8ValueUndefined();
            }
        };
    }

    private static String text(V8Value[] arguments, int index) {
        return arguments.length > index ? arguments[index].toString() : "";
    }

    @Override
    public void close() {
        try {
            runtime.close(true);
        } catch (JavetException e) {
            LOG.warn("an isolate cannot be closed: {}", e.getMessage());
        }
    }
}
