package io.perigee.cli.resource;

import io.perigee.cli.connection.Answer;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Times;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions deploy}. */
@Command(
        name = "deploy",
        header = "Publish a jar as the next version of a function.",
        footerHeading = "%nExample:%n",
        footer = "  perigee functions deploy ab-test --jar target/functions.jar --entry com.example.AbTest")
final class DeployCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name; a new one makes a new function.")
    private String name = "";

    @Option(
            names = "--jar",
            required = true,
            paramLabel = "FILE",
            description = "The jar with the function and what it needs; up to 50 MiB.")
    private Path jar = Path.of("");

    @Option(
            names = "--entry",
            paramLabel = "CLASS",
            description = "The function's class. Default: the only one that the jar declares.")
    private @Nullable String entry;

    @Option(names = "--wait", description = "Return when every node has applied it (Deployed).")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            description = "How long --wait waits. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ZERO;

    @Mixin
    private ConnectionOptions connection;

    DeployCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        if (!Files.isRegularFile(jar)) {
            throw CommandFailure.invalid("--jar: " + jar + " is not a file");
        }
        BodyPublisher body;
        try {
            body = BodyPublishers.ofFile(jar);
        } catch (FileNotFoundException e) {
            throw CommandFailure.invalid("--jar: " + jar + " cannot be read");
        }
        String target = Call.path("functions", name) + (entry == null ? "" : "?entryClass=" + Call.encoded(entry));
        try (ControlPlaneClient client = connection.connect()) {
            String subject = "function/" + name;
            Answer answer = client.send(Call.put(target, subject, "application/java-archive", body));
            String version =
                    subject + " version " + answer.body().path("version").asInt();
            // The newest version's own jar again is not another version.
            terminal.out()
                    .println(version + (answer.status() == 201 ? " published (" : " unchanged (")
                            + answer.body().path("entryClass").asText() + ")");
            if (wait) {
                Duration taken = new Waiting(terminal, client, timeout)
                        .until("Deployed", Call.path("functions", name), version, Listing::newest);
                terminal.out().println(version + " deployed after " + Times.shown(taken));
            }
        }
        return 0;
    }
}
