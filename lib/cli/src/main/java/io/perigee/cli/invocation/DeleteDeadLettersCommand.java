package io.perigee.cli.invocation;

import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code perigee functions dead-letters delete}. */
@Command(name = "delete", header = "Forget them.")
final class DeleteDeadLettersCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private ChosenLetters chosen = new ChosenLetters();

    @Mixin
    private ConnectionOptions connection;

    DeleteDeadLettersCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        try (ControlPlaneClient client = connection.connect()) {
            for (String request : chosen.requests(client)) {
                String target = DeadLetters.path(chosen.function()) + "/" + Call.encoded(request);
                client.send(Call.delete(target, "dead letter " + request));
                terminal.out().println("dead letter " + request + " deleted");
            }
        }
        return 0;
    }
}
