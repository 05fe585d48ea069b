package io.perigee.cli.resource;

import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions delete}. */
@Command(
        name = "delete",
        header = "Delete a function with all its versions, as perigee delete function/NAME does.",
        description = "Refused while a distribution's behavior names it.")
final class DeleteFunctionCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name.")
    private String name = "";

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. Needed where nobody can be asked, as in a script.")
    private boolean yes;

    @Mixin
    private ConnectionOptions connection;

    DeleteFunctionCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        Subject function = Subject.parse("function/" + name);
        function.confirmDeletion(terminal, yes);
        try (ControlPlaneClient client = connection.connect()) {
            function.delete(client);
        }
        terminal.out().println(function.name() + " deleted");
        return 0;
    }
}
