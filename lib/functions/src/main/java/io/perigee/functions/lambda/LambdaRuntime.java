package io.perigee.functions.lambda;

import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.lambda.code.CodePackage;
import io.perigee.functions.lambda.code.InvalidPackageException;
import io.perigee.functions.lambda.process.Sandbox;
import io.perigee.functions.lambda.process.Trees;
import io.perigee.functions.lambda.process.Users;
import io.perigee.functions.lambda.runtime.Interpreters;
import io.perigee.functions.lambda.runtime.Language;
import io.perigee.functions.lambda.runtime.MissingInterpreterException;
import io.perigee.functions.lambda.runtime.RuntimeFiles;
import io.perigee.functions.runtime.FunctionDeploymentException;
import io.perigee.functions.runtime.FunctionDeploymentException.Reason;
import io.perigee.functions.runtime.FunctionRuntime;
import io.perigee.functions.runtime.FunctionSource.LambdaPackage;
import io.perigee.functions.runtime.RunningFunction;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Runs Lambda's packages as they are: Node.js, Python, Java and {@code provided} (an executable {@code bootstrap}).
 *
 * <p>A package is unpacked when it is deployed, and its runtime's program looked for; processes are started by calls. Where
 * the node is root, they run as users of their own ({@link Sandbox}).
 */
public final class LambdaRuntime implements FunctionRuntime<LambdaPackage> {
    private static final List<String> USUAL_PATH = List.of("/usr/local/bin", "/usr/bin", "/bin");

    /** Root's, and empty after the machine has started. */
    private static final Path USER_LOCKS = Path.of("/run/perigee-function-users");

    private final LambdaNode node;
    private final Path packages;
    private final Interpreters interpreters;
    private final RuntimeFiles files;

    private LambdaRuntime(LambdaNode node, Path packages, Interpreters interpreters, RuntimeFiles files) {
        this.node = node;
        this.packages = packages;
        this.interpreters = interpreters;
        this.files = files;
    }

    /**
     * Prepares the node's directory. Blocks on the disk, and while programs that are needed are tried.
     *
     * @param output gets what functions print, and what calls cost
     * @throws IllegalArgumentException if functions cannot run like that on this node; the message says why
     */
    public static LambdaRuntime open(Vertx vertx, LambdaSettings settings, FunctionOutput output) {
        return open(
                vertx,
                settings,
                output,
                isRoot()
                        ? Optional.of(new Users(USER_LOCKS, settings.firstUser(), 2 * settings.environments()))
                        : Optional.empty());
    }

    /** @param users empty to run as the node's own user */
    static LambdaRuntime open(Vertx vertx, LambdaSettings settings, FunctionOutput output, Optional<Users> users) {
        // Loaded here, since event loops use it, and its classes take a while.
        var unused = new JsonObject("{}");
        Path directory = settings.directory().toAbsolutePath();
        Path packages = directory.resolve("code");
        try {
            Files.createDirectories(directory);
            Trees.delete(packages);
            Files.createDirectories(packages);
        } catch (IOException e) {
            throw new UncheckedIOException("Lambda functions cannot use " + directory, e);
        }
        Sandbox sandbox = new Sandbox(directory.resolve("tmp"), users, settings.limits());
        LambdaNode node = new LambdaNode(vertx, settings, output, sandbox);
        node.warden().start();
        return new LambdaRuntime(
                node,
                packages,
                new Interpreters(sandbox, settings.interpreters(), path()),
                new RuntimeFiles(directory.resolve("runtime")));
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException noProc) {
            throw new IllegalArgumentException("Lambda functions need /proc of Linux", noProc);
        }
    }

    private static List<Path> path() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), USUAL_PATH.stream())
                .filter(entry -> entry.startsWith("/"))
                .distinct()
                .map(Path::of)
                .toList();
    }

    @Override
    public Future<RunningFunction> start(FunctionId id, LambdaPackage source) {
        return node.vertx().executeBlocking(() -> prepare(id, source), false).map(Objects::requireNonNull);
    }

    private RunningFunction prepare(FunctionId id, LambdaPackage source) throws IOException {
        Language language = Language.of(source.runtime())
                .orElseThrow(() -> new FunctionDeploymentException(
                        Reason.RUNTIME_NOT_INSTALLED, id + " is not deployed: unknown runtime " + source.runtime()));
        Path code = packages.resolve(id.name()
                + '-'
                + id.version()
                + '-'
                + UUID.randomUUID().toString().substring(0, 8));
        try {
            List<String> command = language == Language.PROVIDED
                    ? List.of(code.resolve("bootstrap").toString())
                    : files.command(interpreters.find(source.runtime()), source.memorySize());
            CodePackage.unpack(source.path(), code);
            if (language == Language.PROVIDED && !Files.isRegularFile(code.resolve("bootstrap"))) {
                throw new FunctionDeploymentException(
                        Reason.INVALID_CODE, id + " is not deployed: its package has no file bootstrap");
            }
            return new LambdaFunction(id, source, node, code, command);
        } catch (MissingInterpreterException missing) {
            // Nothing has been unpacked yet.
            throw new FunctionDeploymentException(
                    Reason.RUNTIME_NOT_INSTALLED, id + " is not deployed: " + missing.getMessage(), missing);
        } catch (InvalidPackageException invalid) {
            Trees.delete(code);
            throw new FunctionDeploymentException(
                    Reason.INVALID_CODE, id + " is not deployed: package: " + invalid.getMessage(), invalid);
        } catch (FunctionDeploymentException invalid) {
            Trees.delete(code);
            throw invalid;
        }
    }

    /** Ends the watch over environments. All functions have been stopped. */
    public void close() {
        node.warden().stop();
        node.sandbox().close();
    }
}
