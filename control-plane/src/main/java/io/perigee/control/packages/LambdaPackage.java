package io.perigee.control.packages;

import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip as Lambda takes it: small enough when unpacked, with no name that leads out of it, and with the handler's file.
 *
 * <p>See AWS on <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">quotas</a> and
 * <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-function-zip.html">zip packages</a>.
 */
final class LambdaPackage {

    private static final int BUFFER = 64 * 1024;

    private LambdaPackage() {}

    static String handler(FunctionRuntime runtime, Path file, Optional<String> asked)
            throws IOException, InvalidPackageException {
        String handler = asked.or(() -> usual(runtime)).orElse("");
        if (handler.isEmpty()) {
            throw new InvalidPackageException(
                    "handler", "none", "a handler such as com.example.Handler::handleRequest");
        }
        Set<String> files = new HashSet<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            long unpacked = 0;
            byte[] buffer = new byte[BUFFER];
            for (ZipEntry entry : Collections.list(zip.entries())) {
                checkName(entry.getName());
                if (!entry.isDirectory()) {
                    files.add(entry.getName());
                    unpacked = unpacked(zip, entry, unpacked, buffer);
                }
            }
        } catch (ZipException | IllegalArgumentException e) {
            throw new InvalidPackageException("package", String.valueOf(e.getMessage()), "a zip");
        }
        List<String> candidates = candidates(runtime, handler);
        boolean inLibrary = isJava(runtime) && files.stream().anyMatch(LambdaPackage::isLibrary);
        if (!inLibrary && candidates.stream().noneMatch(files::contains)) {
            throw new InvalidPackageException(
                    "handler", handler, "a handler whose file is in the zip: " + String.join(" or ", candidates));
        }
        return handler;
    }

    /** What AWS's own examples and console start with. */
    private static Optional<String> usual(FunctionRuntime runtime) {
        String name = runtime.documentName();
        if (name.startsWith("nodejs")) {
            return Optional.of("index.handler");
        }
        if (name.startsWith("python")) {
            return Optional.of("lambda_function.lambda_handler");
        }
        return isJava(runtime) ? Optional.empty() : Optional.of("bootstrap");
    }

    /** The files that the runtime looks for the handler in. */
    private static List<String> candidates(FunctionRuntime runtime, String handler) {
        String name = runtime.documentName();
        if (name.startsWith("nodejs")) {
            int base = handler.lastIndexOf('/') + 1;
            int dot = handler.indexOf('.', base);
            String module = dot < 0 ? handler : handler.substring(0, dot);
            return List.of(module + ".js", module + ".mjs", module + ".cjs");
        }
        if (name.startsWith("python")) {
            int dot = handler.lastIndexOf('.');
            String module = (dot < 0 ? handler : handler.substring(0, dot)).replace('.', '/');
            return List.of(module + ".py", module + "/__init__.py");
        }
        if (isJava(runtime)) {
            int method = handler.indexOf("::");
            return List.of((method < 0 ? handler : handler.substring(0, method)).replace('.', '/') + ".class");
        }
        return List.of("bootstrap");
    }

    private static boolean isJava(FunctionRuntime runtime) {
        return runtime.documentName().startsWith("java");
    }

    private static boolean isLibrary(String name) {
        return name.startsWith("lib/") && name.endsWith(".jar");
    }

    private static void checkName(String name) throws InvalidPackageException {
        boolean leadsOut = name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf('\0') >= 0
                || Arrays.asList(name.split("/", -1)).contains("..");
        if (leadsOut) {
            throw new InvalidPackageException("package", "the entry " + name, "names of files below the zip's root");
        }
    }

    /** What a directory says of its entries' sizes may be wrong: they are counted as they come. */
    private static long unpacked(ZipFile zip, ZipEntry entry, long before, byte[] buffer)
            throws IOException, InvalidPackageException {
        long bytes = before;
        try (InputStream in = zip.getInputStream(entry)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
                if (bytes > Limits.UNPACKED_FUNCTION_BYTES) {
                    throw new InvalidPackageException(
                            "package",
                            "more than " + Limits.UNPACKED_FUNCTION_BYTES + " bytes when unpacked",
                            "at most " + Limits.UNPACKED_FUNCTION_BYTES + " bytes");
                }
            }
        }
        return bytes;
    }
}
