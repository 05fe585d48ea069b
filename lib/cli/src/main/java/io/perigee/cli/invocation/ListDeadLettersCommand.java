package io.perigee.cli.invocation;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Table;
import io.perigee.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perigee functions dead-letters list}. */
@Command(name = "list", header = "List a function's invocations that were given up.")
final class ListDeadLettersCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name.")
    private String name = "";

    @Mixin
    private ConnectionOptions connection;

    ListDeadLettersCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        Table table = new Table(List.of("REQUEST", "CONDITION", "ERRORS", "SOURCE", "ACCEPTED", "GIVEN UP"));
        try (ControlPlaneClient client = connection.connect()) {
            for (JsonNode letter : DeadLetters.all(client, name)) {
                table.row(List.of(
                        letter.path("requestId").asText(),
                        letter.path("condition").asText(),
                        letter.path("errors").asText(),
                        letter.path("source").asText(),
                        letter.path("acceptedAt").asText(),
                        letter.path("givenUpAt").asText()));
            }
        }
        table.print(terminal.out());
        return 0;
    }
}
