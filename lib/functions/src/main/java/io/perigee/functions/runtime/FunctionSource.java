package io.perigee.functions.runtime;

import io.perigee.functions.EdgeFunction;
import io.perigee.functions.KeyValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where a function's code comes from, and by that which runtime runs it. Files must stay as they are while the function runs. */
public sealed interface FunctionSource {
    /** Java that runs inside the node. */
    sealed interface Verticle extends FunctionSource {}

    /**
     * A jar, loaded into a class loader of its own.
     *
     * @param handler the class to run; may be empty where the jar declares exactly one
     */
    record VerticleJar(Path path, Optional<String> handler) implements Verticle {}

    /** A class of the node's own class path. */
    record VerticleClass(Class<? extends EdgeFunction> type) implements Verticle {}

    /**
     * A zip (or, for Java, a jar) with a handler for Lambda, which runs in processes of its own.
     *
     * @param runtime Lambda's identifier, such as {@code nodejs22.x}
     * @param handler such as {@code index.handler}; free for {@code provided} runtimes
     * @param memorySize what each environment may have, MB
     * @param timeout what a call may take; Lambda@Edge allows 5 s at viewer points and 30 s at origin points
     */
    record LambdaPackage(Path path, String runtime, String handler, int memorySize, Duration timeout)
            implements FunctionSource {}

    /**
     * A CloudFront function.
     *
     * @param path a file of JavaScript
     * @param values the key value store that it may read, if there is one; for runtime 2.0
     */
    record CloudFrontScript(Path path, JavaScriptVersion version, Optional<KeyValues> values)
            implements FunctionSource {}
}
