package io.perigee.functions.host;

import io.perigee.functions.EdgeFunction;
import java.nio.file.Path;
import java.util.Optional;

/** Where a Java function's class comes from. */
sealed interface VerticleSource {
    /** A jar, loaded into a class loader of its own; the file must stay as it is while the function runs. */
    record OfJar(Path path, Optional<String> entryClass) implements VerticleSource {}

    /** The node's own class path. */
    record OfClass(Class<? extends EdgeFunction> type) implements VerticleSource {}
}
