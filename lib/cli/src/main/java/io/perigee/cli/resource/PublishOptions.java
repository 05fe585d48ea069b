package io.perigee.cli.resource;

import io.perigee.cli.connection.Call;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.distribution.FunctionRuntime;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is published, and as what. */
final class PublishOptions {

    @Option(
            names = {"--package", "--jar"},
            required = true,
            paramLabel = "FILE",
            description = "A jar, a .js file of up to 10 KB, or a zip; up to 50 MiB.")
    private Path file = Path.of("");

    @Option(
            names = "--runtime",
            paramLabel = "RUNTIME",
            completionCandidates = Runtimes.class,
            description = "One of ${COMPLETION-CANDIDATES}. Default: by the file's ending.")
    private @Nullable String runtime;

    @Option(
            names = {"--handler", "--entry"},
            paramLabel = "HANDLER",
            description =
                    "What is called: a verticle's class (default: the only one that the jar declares), or a Lambda function's handler (default: index.handler for Node.js, lambda_function.lambda_handler for Python).")
    private @Nullable String handler;

    @Option(
            names = "--memory",
            paramLabel = "MB",
            description = "A Lambda function's memory, 128 to 10240. Default: 128.")
    private @Nullable Integer memory;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "What a call may take, 1 to 30. Default: 5.")
    private @Nullable Integer timeout;

    @Option(
            names = "--kvs",
            paramLabel = "STORE",
            description = "The key value store that a CloudFront Function of runtime 2.0 reads.")
    private @Nullable String keyValueStore;

    /** The runtimes, for help and completion. */
    static final class Runtimes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(FunctionRuntime.values())
                    .map(FunctionRuntime::documentName)
                    .iterator();
        }
    }

    /** The request that publishes the next version of that function. */
    Call publish(String name) {
        if (!Files.isRegularFile(file)) {
            throw CommandFailure.invalid("--package: " + file + " is not a file");
        }
        BodyPublisher body;
        try {
            body = BodyPublishers.ofFile(file);
        } catch (FileNotFoundException e) {
            throw CommandFailure.invalid("--package: " + file + " cannot be read");
        }
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("runtime", runtime == null ? guessed() : runtime);
        put(query, "handler", handler);
        put(query, "memorySize", memory);
        put(query, "timeout", timeout);
        put(query, "keyValueStore", keyValueStore);
        String parameters = query.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + Call.encoded(String.valueOf(parameter.getValue())))
                .collect(Collectors.joining("&", "?", ""));
        return Call.put(Call.path("functions", name) + parameters, "function/" + name, contentType(), body);
    }

    private static void put(Map<String, Object> query, String name, @Nullable Object value) {
        if (value != null) {
            query.put(name, value);
        }
    }

    private String guessed() {
        return switch (ending()) {
            case "jar" -> FunctionRuntime.JAVA_VERTICLE.documentName();
            case "js" -> FunctionRuntime.CLOUDFRONT_JS_2_0.documentName();
            default ->
                throw CommandFailure.invalid(
                        "--runtime is needed for " + file.getFileName(),
                        "expected one of: " + String.join(", ", new Runtimes()));
        };
    }

    private String contentType() {
        return switch (ending()) {
            case "jar" -> "application/java-archive";
            case "js" -> "text/javascript";
            case "zip" -> "application/zip";
            default -> "application/octet-stream";
        };
    }

    private String ending() {
        String fileName = String.valueOf(file.getFileName());
        return fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
