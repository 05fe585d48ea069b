package io.perigee.cli.functiontest;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionTier;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions test}. */
@Command(
        name = "test",
        header = "Run a function on an event in a file, here and now, without a network.",
        description =
                "The function runs as it does on a node, under the same rules; its result is printed as JSON, what it"
                        + " has logged on the error output. The exit code is 0 where the result would be valid at that"
                        + " event (and is as --expect says), 1 where it would not or the function has failed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee functions test headers.js --event event.json",
            "  perigee functions test resize/ --event event.json --expect result.json",
            "  perigee functions test token.js --event event.json --kvs keys.json | jq .response",
            "  perigee functions test functions.jar --handler com.example.AbTest --event event.json"
        })
public final class TestCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(
            index = "0",
            paramLabel = "PACKAGE",
            description = "A .js file, a jar, a zip; for Lambda also a folder or a single .js, .mjs or .py file.")
    private Path file = Path.of("");

    @Option(
            names = "--event",
            required = true,
            paramLabel = "FILE",
            description = "The event, in the form of Lambda@Edge or of CloudFront Functions.")
    private Path event = Path.of("");

    @Option(
            names = "--event-type",
            paramLabel = "TYPE",
            description =
                    "viewer-request, origin-request, origin-response or viewer-response. Default: as the event says.")
    private @Nullable String eventType;

    @Option(
            names = "--expect",
            paramLabel = "FILE",
            description = "The result that is expected, in the form in which results are printed.")
    private @Nullable Path expect;

    @Option(
            names = "--runtime",
            paramLabel = "RUNTIME",
            description = "As functions deploy takes it. Default: by the file and the event's form.")
    private @Nullable String runtime;

    @Option(
            names = "--handler",
            paramLabel = "HANDLER",
            description =
                    "What is called. Default: index.handler or lambda_function.lambda_handler, of a single file its"
                            + " own name; the only class that a jar declares.")
    private @Nullable String handler;

    @Option(
            names = "--memory",
            paramLabel = "MB",
            defaultValue = "" + FunctionVersion.DEFAULT_MEMORY_SIZE,
            description = "A Lambda function's memory. Default: ${DEFAULT-VALUE}.")
    private int memory;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "" + FunctionVersion.DEFAULT_TIMEOUT,
            description = "What a Lambda function's call may take. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    @Option(names = "--kvs", paramLabel = "FILE", description = "The keys and values that a CloudFront Function reads.")
    private @Nullable Path keyValues;

    TestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!Files.exists(file)) {
            throw CommandFailure.invalid(file + " does not exist");
        }
        EventFile given = EventFile.read(event, eventType == null ? null : type(eventType));
        Path expectation = expect;
        Optional<JsonObject> expected =
                expectation == null ? Optional.empty() : Optional.of(given.expected(event, expectation));
        TestedPackage tested = new TestedPackage(
                file,
                runtime == null ? null : runtime(runtime),
                handler,
                memory,
                Duration.ofSeconds(timeout),
                Optional.ofNullable(keyValues).map(FileKeyValues::read));
        quiet();
        return shown(new LocalRun(terminal.nanos()).run(tested, given, event), given.type(), expected);
    }

    private int shown(LocalRun.Ended ended, EventType type, Optional<JsonObject> expected) {
        List.copyOf(ended.log()).forEach(terminal.err()::println);
        ended.result().ifPresent(result -> terminal.out().println(result.encodePrettily()));
        terminal.err().println(verdict(ended, type) + measured(ended));
        if (ended.failure().isPresent()) {
            return CommandFailure.FAILED;
        }
        if (expected.isPresent() && !expected.equals(ended.result())) {
            terminal.err().println("not as expected; expected:");
            terminal.err().println(expected.get().encodePrettily());
            return CommandFailure.FAILED;
        }
        return 0;
    }

    private static String verdict(LocalRun.Ended ended, EventType type) {
        return ended.failure()
                .map(failure -> switch (failure) {
                    case FunctionFailure.InvalidResult invalid ->
                        "invalid at " + type + ": " + invalid.violation() + viewerGets(failure);
                    case FunctionFailure other -> "failed at " + type + ": " + other.message() + viewerGets(other);
                })
                .orElse("valid at " + type);
    }

    private static String viewerGets(FunctionFailure failure) {
        return "; a viewer would get " + failure.status() + " (" + failure.resultType() + ")";
    }

    private static String measured(LocalRun.Ended ended) {
        String duration =
                String.format(Locale.ROOT, "; %.2f ms", ended.duration().toNanos() / 1e6);
        return ended.status().tier() == FunctionTier.CLOUDFRONT_FUNCTION
                ? duration + ", compute utilisation " + ended.status().runtime().computeUtilisation() + " %"
                : duration;
    }

    private static EventType type(String label) {
        return EventType.ofLabel(label)
                .orElseThrow(() -> CommandFailure.invalid(
                        "--event-type: " + label,
                        "expected one of: "
                                + Arrays.stream(EventType.values())
                                        .map(EventType::label)
                                        .collect(Collectors.joining(", "))));
    }

    private static FunctionRuntime runtime(String identifier) {
        return FunctionRuntime.named(identifier)
                .orElseThrow(() -> CommandFailure.invalid(
                        "--runtime: " + identifier,
                        "expected one of: "
                                + Arrays.stream(FunctionRuntime.values())
                                        .map(FunctionRuntime::documentName)
                                        .collect(Collectors.joining(", "))));
    }

    /** What a node would log is told by what is printed here. */
    private static void quiet() {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger) {
            ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("io.perigee"))
                    .setLevel(ch.qos.logback.classic.Level.OFF);
        }
    }
}
