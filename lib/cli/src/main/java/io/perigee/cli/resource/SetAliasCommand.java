package io.perigee.cli.resource;

import io.perigee.cli.connection.Answer;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Times;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions alias set}. */
@Command(
        name = "set",
        header = "Create an alias, or move it to other versions at once.",
        footerHeading = "%nExample:%n",
        footer = "  perigee functions alias set resize live --version 3 --weight 4=0.1 --wait")
final class SetAliasCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name.")
    private String function = "";

    @Parameters(index = "1", paramLabel = "ALIAS", description = "The alias's name.")
    private String name = "";

    @Option(
            names = "--version",
            required = true,
            paramLabel = "VERSION",
            description = "The version that gets the calls, or what --weight leaves of them.")
    private int version;

    @Option(
            names = "--weight",
            paramLabel = "VERSION=SHARE",
            description = "Another version and its share of the calls, 0.0 to 1.0.")
    private Map<Integer, Double> weights = new LinkedHashMap<>();

    @Option(names = "--description", paramLabel = "TEXT", defaultValue = "", description = "What the alias is for.")
    private String description = "";

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

    SetAliasCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        Alias alias = new Alias(function, name);
        try (ControlPlaneClient client = connection.connect()) {
            Answer answer = alias.set(client, version, weights, description);
            String others = Alias.weights(answer.body());
            terminal.out()
                    .println(alias.subject() + (answer.status() == 201 ? " created" : " set") + ": version " + version
                            + (others.isEmpty() ? "" : ", weights " + others));
            if (wait) {
                Duration taken = new Waiting(terminal, client, waitTimeout)
                        .until("Deployed", alias.target(), alias.subject(), UnaryOperator.identity());
                terminal.out().println(alias.subject() + " deployed after " + Times.shown(taken));
            }
        }
        return 0;
    }
}
