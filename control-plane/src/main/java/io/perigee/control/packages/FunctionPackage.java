package io.perigee.control.packages;

import io.perigee.distribution.FunctionRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A file that was sent as a function's package. */
public final class FunctionPackage {

    private FunctionPackage() {}

    /**
     * Checks the package as far as it can be without running it.
     *
     * @param asked the handler that was asked for; where it is left out, the runtime's usual one, or what the package declares
     * @return what nodes will call
     * @throws InvalidPackageException if it is no package of that runtime, or the handler is not in it
     */
    public static String handler(FunctionRuntime runtime, Path file, Optional<String> asked)
            throws IOException, InvalidPackageException {
        return switch (runtime.family()) {
            case VERTICLE -> VerticlePackage.handler(file, asked);
            case CLOUDFRONT_JS -> ScriptPackage.handler(runtime, file, asked);
            case LAMBDA -> LambdaPackage.handler(runtime, file, asked);
        };
    }
}
