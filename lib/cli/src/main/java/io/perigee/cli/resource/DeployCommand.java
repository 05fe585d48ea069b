package io.perigee.cli.resource;

import io.perigee.cli.connection.Answer;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Times;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions deploy}. */
@Command(
        name = "deploy",
        header = "Publish a package as the next version of a function.",
        description = {
            "A jar is a verticle, a .js file a CloudFront Function of runtime 2.0, unless --runtime says otherwise; a zip needs --runtime."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee functions deploy ab-test --package target/functions.jar --handler com.example.AbTest",
            "  perigee functions deploy security-headers --package security-headers.js",
            "  perigee functions deploy resize --package resize.zip --runtime nodejs22.x --memory 1024 --timeout 30"
        })
final class DeployCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name; a new one makes a new function.")
    private String name = "";

    @Mixin
    private PublishOptions options = new PublishOptions();

    @Option(names = "--wait", description = "Return when every node has applied it (Deployed).")
    private boolean wait;

    @Option(
            names = "--wait-timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            description = "How long --wait waits. Default: ${DEFAULT-VALUE}.")
    private Duration waitTimeout = Duration.ZERO;

    @Mixin
    private ConnectionOptions connection;

    DeployCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        Call publish = options.publish(name);
        try (ControlPlaneClient client = connection.connect()) {
            Answer answer = client.send(publish);
            String version = publish.subject() + " version "
                    + answer.body().path("version").asInt();
            // The newest version's own package again is not another version.
            terminal.out()
                    .println(version + (answer.status() == 201 ? " published (" : " unchanged (")
                            + answer.body().path("runtime").asText() + ", "
                            + answer.body().path("handler").asText() + ")");
            if (wait) {
                Duration taken = new Waiting(terminal, client, waitTimeout)
                        .until("Deployed", Call.path("functions", name), version, Listing::newest);
                terminal.out().println(version + " deployed after " + Times.shown(taken));
            }
        }
        return 0;
    }
}
