package io.perigee.functions.javascript;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.reference.V8ValueFunction;
import io.perigee.functions.runtime.JavaScriptVersion;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * Makes what isolates run out of a function's source: checks its size and syntax, resolves imports, and has the length of strings looked at
 * that it puts together. {@code instrument.js} does it, in an isolate of its own that runs none of the function's code.
 */
final class ScriptCompiler {
    /**
     * Bytes of UTF-8.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions">Quotas on
     *     CloudFront Functions</a>
     */
    static final int MAX_BYTES = 10 * 1024;

    private static final long HEAP_BYTES = 256L << 20;

    private ScriptCompiler() {}

    /**
     * The script that an isolate runs.
     *
     * @throws ScriptException with what is wrong, and in which line
     */
    static String compile(V8Engine engine, String source, JavaScriptVersion version) {
        int bytes = source.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new ScriptException("the code has " + bytes + " bytes, expected " + MAX_BYTES + " or less");
        }
        JsonObject compiled;
        try (V8Runtime runtime = engine.isolate()) {
            runtime.setNearHeapLimitCallback((current, initial) -> HEAP_BYTES);
            runtime.getExecutor(Resources.parser()).executeVoid();
            try (V8ValueFunction instrument =
                    runtime.getExecutor(Resources.script("instrument.js")).execute()) {
                compiled = new JsonObject(instrument.callString(null, source, version.number()));
            }
        } catch (JavetException e) {
            throw new ScriptException("the code cannot be compiled: " + e.getMessage());
        }
        String error = compiled.getString("error");
        if (error != null) {
            throw new ScriptException("SyntaxError: " + error);
        }
        return compiled.getString("code");
    }
}
