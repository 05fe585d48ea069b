package io.perigee.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.Answer;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.deployment.AliasDeployments;
import io.perigee.cli.deployment.Following;
import io.perigee.cli.deployment.ShiftOptions;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Times;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
                    + " zip needs --runtime.",
            "The alias is moved at once, or by a deployment where it is said how: with shares that grow (--canary, --linear),"
                    + " hooks that check the version, and limits beyond which the alias goes back on its own."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee functions deploy ab-test --package target/functions.jar --handler com.example.AbTest",
            "  perigee functions deploy security-headers --package security-headers.js --alias live",
            "  perigee functions deploy resize --package resize.zip --runtime nodejs22.x --memory 1024 --timeout 30",
            "  perigee functions deploy resize --package resize.zip --runtime nodejs22.x --alias live --canary 10%% --for 5m"
                    + " --pre-traffic check --max-error-rate 1%% --wait"
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
            description = "The alias to create or move to the version. Default: none; what names latest runs it.")
    private @Nullable String alias;

    @Mixin
    private ShiftOptions shift = new ShiftOptions();

    @Option(
            names = "--wait",
            description = "Return when every node has applied it (Deployed), or when the deployment has ended.")
    private boolean wait;

    @Option(
            names = "--wait-timeout",
            paramLabel = "TIME",
            description = "How long --wait waits. Default: 5m, or as long as the deployment takes.")
    private @Nullable Duration waitTimeout;

    @Mixin
    private ConnectionOptions connection;

    DeployCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        if (shift.any() && alias == null) {
            throw CommandFailure.invalid("--alias is missing", "expected: the alias that is to be moved step by step");
        }
        String configuration = shift.configuration();
        try (ControlPlaneClient client = connection.connect()) {
            Publication published = Publication.send(terminal, client, options.publish(name));
            if (alias == null) {
                deployed(client, published.subject(), Call.path("functions", name), Listing::newest);
                return 0;
            }
            Alias moved = new Alias(name, alias);
            Optional<Answer> present =
                    shift.any() ? client.find(Call.get(moved.target(), moved.subject())) : Optional.empty();
            if (present.isEmpty()) {
                moved.set(client, published.version(), Map.of(), "");
                terminal.out().println(moved.subject() + " set: version " + published.version());
                deployed(client, moved.subject(), moved.target(), UnaryOperator.identity());
            } else if (Alias.stands(present.get().body(), published.version())) {
                terminal.out().println(moved.subject() + " is at version " + published.version() + " already");
            } else {
                shift(new AliasDeployments(client, name, alias), moved, published.version(), configuration);
            }
        }
        return 0;
    }

    private void deployed(ControlPlaneClient client, String subject, String target, UnaryOperator<JsonNode> state) {
        if (wait) {
            Duration limit = Objects.requireNonNullElse(waitTimeout, Duration.ofMinutes(5));
            Duration taken = new Waiting(terminal, client, limit).until("Deployed", target, subject, state);
            terminal.out().println(subject + " deployed after " + Times.shown(taken));
        }
    }

    private void shift(AliasDeployments deployments, Alias moved, int version, String configuration) {
        JsonNode created = deployments.create(version, shift);
        terminal.out()
                .println("deployment " + created.path("id").asText() + " of " + moved.subject() + " created: version "
                        + created.path("currentVersion").asText() + " to " + version + ", " + configuration);
        if (wait) {
            new Following(terminal, deployments).untilEnd(created, waitTimeout);
        }
    }
}
