package io.perigee.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Times;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions deploy}. */
@Command(
        name = "deploy",
        header = "Publish a package as the next version of a function, and move an alias to it.",
        description = {
            "A jar is a verticle, a .js file a CloudFront Function of runtime 2.0, unless --runtime says otherwise; a"
                    + " zip needs --runtime."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee functions deploy ab-test --package target/functions.jar --handler com.example.AbTest",
            "  perigee functions deploy security-headers --package security-headers.js --alias live",
            "  perigee functions deploy resize --package resize.zip --runtime nodejs22.x --memory 1024 --timeout 30"
        })
final class DeployCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name; a new one makes a new function.")
    private String name = "";

    @Mixin
    private PublishOptions options = new PublishOptions();

    @Option(
            names = "--alias",
            paramLabel = "ALIAS",
            description =
                    "The alias to create or move to the version at once. Default: none; what names latest runs it.")
    private @Nullable String alias;

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
        try (ControlPlaneClient client = connection.connect()) {
            Publication published = Publication.send(terminal, client, options.publish(name));
            String target = Call.path("functions", name);
            String deployed = published.subject();
            UnaryOperator<JsonNode> state = Listing::newest;
            if (alias != null) {
                Alias moved = new Alias(name, alias);
                moved.set(client, published.version(), Map.of(), "");
                terminal.out().println(moved.subject() + " set: version " + published.version());
                target = moved.target();
                deployed = moved.subject();
                state = UnaryOperator.identity();
            }
            if (wait) {
                Duration taken = new Waiting(terminal, client, waitTimeout).until("Deployed", target, deployed, state);
                terminal.out().println(deployed + " deployed after " + Times.shown(taken));
            }
        }
        return 0;
    }
}
