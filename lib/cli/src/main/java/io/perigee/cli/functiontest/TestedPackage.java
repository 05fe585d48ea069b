package io.perigee.cli.functiontest;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.distribution.FunctionRuntime;
import io.perigee.functions.KeyValues;
import io.perigee.functions.runtime.FunctionSource;
import io.perigee.functions.runtime.JavaScriptVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be run: a script, a jar, a zip, or for Lambda also a folder or a single file, which are packed.
 *
 * @param runtime null: guessed of the file and of the event's form
 * @param handler null: the runtime's usual one
 */
record TestedPackage(
        Path path,
        @Nullable FunctionRuntime runtime,
        @Nullable String handler,
        int memorySize,
        Duration timeout,
        Optional<KeyValues> values) {

    /** The oldest of each language: whatever is installed runs it. */
    private static final FunctionRuntime NODEJS = FunctionRuntime.NODEJS_18;

    private static final FunctionRuntime PYTHON = FunctionRuntime.PYTHON_3_9;

    FunctionRuntime runtime(EventFile.Form form) {
        if (runtime != null) {
            return runtime;
        }
        if (Files.isDirectory(path)) {
            return ofContents(names());
        }
        return switch (ending()) {
            case "js" -> form == EventFile.Form.LAMBDA_EDGE ? NODEJS : FunctionRuntime.CLOUDFRONT_JS_2_0;
            case "mjs", "cjs" -> NODEJS;
            case "py" -> PYTHON;
            case "jar" -> FunctionRuntime.JAVA_VERTICLE;
            case "zip" -> ofContents(names());
            default -> throw unknownRuntime();
        };
    }

    private FunctionRuntime ofContents(Set<String> names) {
        if (names.contains("bootstrap")) {
            return FunctionRuntime.PROVIDED_AL2023;
        }
        boolean javaScript = names.stream().anyMatch(name -> name.endsWith(".js") || name.endsWith(".mjs"));
        boolean python = names.stream().anyMatch(name -> name.endsWith(".py"));
        if (javaScript == python) {
            throw unknownRuntime();
        }
        return javaScript ? NODEJS : PYTHON;
    }

    private CommandFailure unknownRuntime() {
        return CommandFailure.invalid(path + ": its runtime cannot be told", "name it with --runtime");
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>();
        try {
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    files.forEach(file -> names.add(String.valueOf(file.getFileName())));
                }
            } else {
                try (ZipFile zip = new ZipFile(path.toFile())) {
                    zip.stream().forEach(entry -> names.add(entry.getName()));
                }
            }
        } catch (IOException e) {
            throw CommandFailure.invalid(path + " cannot be read: " + e.getMessage());
        }
        return names;
    }

    /**
     * As a function host takes it.
     *
     * @param scratch where what must be packed is packed
     */
    FunctionSource source(EventFile.Form form, Path scratch) {
        FunctionRuntime chosen = runtime(form);
        return switch (chosen.family()) {
            case CLOUDFRONT_JS ->
                new FunctionSource.CloudFrontScript(
                        path,
                        chosen == FunctionRuntime.CLOUDFRONT_JS_1_0 ? JavaScriptVersion.V1_0 : JavaScriptVersion.V2_0,
                        values);
            case VERTICLE -> new FunctionSource.VerticleJar(path, Optional.ofNullable(handler));
            case LAMBDA ->
                new FunctionSource.LambdaPackage(
                        packed(scratch), chosen.documentName(), handler(chosen), memorySize, timeout);
        };
    }

    private String handler(FunctionRuntime chosen) {
        if (handler != null) {
            return handler;
        }
        String language = chosen.documentName();
        boolean single = !Files.isDirectory(path) && !ending().equals("zip");
        if (language.startsWith("nodejs")) {
            return single ? stem() + ".handler" : "index.handler";
        }
        if (language.startsWith("python")) {
            return single ? stem() + ".lambda_handler" : "lambda_function.lambda_handler";
        }
        if (language.startsWith("provided")) {
            return "bootstrap";
        }
        throw CommandFailure.invalid("--handler is needed for " + language);
    }

    private Path packed(Path scratch) {
        if (ending().equals("zip") || ending().equals("jar")) {
            return path;
        }
        Path zip = scratch.resolve("package.zip");
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (Path each : files()) {
                String name =
                        Files.isDirectory(path) ? path.relativize(each).toString() : String.valueOf(each.getFileName());
                out.putNextEntry(new ZipEntry(name));
                Files.copy(each, out);
                out.closeEntry();
            }
            return zip;
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be packed", e);
        }
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private String ending() {
        String name = String.valueOf(path.getFileName());
        return Files.isDirectory(path) || name.indexOf('.') < 0
                ? ""
                : name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private String stem() {
        String name = String.valueOf(path.getFileName());
        return name.substring(0, name.lastIndexOf('.'));
    }
}
