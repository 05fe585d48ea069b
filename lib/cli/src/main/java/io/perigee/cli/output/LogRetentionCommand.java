package io.perigee.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions log-retention}. */
@Command(
        name = "log-retention",
        header = "Show or set how long a function's log is kept.",
        description =
                "What holds for functions without a retention of their own is functions.output.logRetention of the control"
                        + " plane. A new retention holds for lines that are there already, too.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee functions log-retention resize",
            "  perigee functions log-retention resize --days 30",
            "  perigee functions log-retention resize --usual"
        })
public final class LogRetentionCommand implements Callable<Integer> {

    private static final String DAYS = "retentionInDays";

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name.")
    private String name = "";

    @ArgGroup
    private @Nullable Change change;

    /** One of both. */
    private static final class Change {

        @Option(
                names = "--days",
                required = true,
                paramLabel = "N",
                description = "Keep it for so many days, 1 to 3653.")
        private int days;

        @Option(names = "--usual", required = true, description = "Keep it for as long as those of other functions.")
        private boolean usual;
    }

    @Mixin
    private ConnectionOptions connection;

    LogRetentionCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        String target = Call.path("functions", name, "log-retention");
        String subject = "log-retention/" + name;
        Change wanted = change;
        try (ControlPlaneClient client = connection.connect()) {
            if (wanted == null) {
                terminal.out()
                        .println(shown(client.send(Call.get(target, "function/" + name))
                                .body()));
            } else if (wanted.usual) {
                client.send(Call.delete(target, subject));
                terminal.out().println(subject + " deleted");
            } else {
                String document = JsonNodeFactory.instance
                        .objectNode()
                        .put(DAYS, wanted.days)
                        .toString();
                client.send(Call.put(target, subject, "application/json", BodyPublishers.ofString(document)));
                terminal.out().println(subject + " set: " + wanted.days + " days");
            }
        }
        return 0;
    }

    private static String shown(JsonNode state) {
        return state.has(DAYS)
                ? state.path(DAYS).asText() + " days"
                : state.path("usualRetention").asText() + ", as of all functions that have no retention of their own";
    }
}
