package io.perigee.functions.runtime;

import io.perigee.functions.EdgeFunction;
import java.nio.file.Path;
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
}
