package io.perigee.control.packages;

import io.perigee.distribution.Limits;
import io.perigee.functions.host.FunctionJar;
import io.perigee.functions.runtime.FunctionDeploymentException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;

/** A jar with the class in it. Whether the class loads is for the node, where it runs, to find out. */
final class VerticlePackage {

    private VerticlePackage() {}

    static String handler(Path file, Optional<String> asked) throws IOException, InvalidPackageException {
        String handler;
        try {
            handler = FunctionJar.open(file, Limits.FUNCTION_BYTES).entryClass(asked);
        } catch (FunctionDeploymentException refused) {
            boolean aboutClass = refused.reason() == FunctionDeploymentException.Reason.NO_ENTRY_CLASS;
            String message = String.valueOf(refused.getMessage()).replace(file.toString(), "the jar");
            throw new InvalidPackageException(
                    aboutClass ? "handler" : "package",
                    message,
                    aboutClass ? "the name of the function's class" : "a jar with the function's class");
        }
        try (JarFile jar = new JarFile(file.toFile())) {
            if (jar.getEntry(handler.replace('.', '/') + ".class") == null) {
                throw new InvalidPackageException("handler", handler, "a class that is in the jar");
            }
        }
        return handler;
    }
}
