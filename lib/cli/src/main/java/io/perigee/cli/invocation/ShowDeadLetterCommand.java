package io.perigee.cli.invocation;

import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perigee functions dead-letters show}. */
@Command(name = "show", header = "Show one with its payload, and what was answered last.")
final class ShowDeadLetterCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "REQUEST", description = "The request id.")
    private String request = "";

    @Mixin
    private ConnectionOptions connection;

    ShowDeadLetterCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        try (ControlPlaneClient client = connection.connect()) {
            String target = DeadLetters.path(name) + "/" + Call.encoded(request);
            terminal.out()
                    .println(client.send(Call.get(target, "dead letter " + request))
                            .body()
                            .toPrettyString());
        }
        return 0;
    }
}
