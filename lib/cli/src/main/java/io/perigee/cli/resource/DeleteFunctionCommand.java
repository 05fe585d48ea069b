package io.perigee.cli.resource;

import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions delete}. */
@Command(
        name = "delete",
        header = "Delete a function with all its versions and aliases, as perigee delete function/NAME does, or one"
                + " version.",
        description = "Refused while a distribution's behavior, or of a version an alias, names it.")
final class DeleteFunctionCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name.")
    private String name = "";

    @Option(names = "--version", paramLabel = "VERSION", description = "Delete this version only.")
    private @Nullable Integer version;

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
        Subject function = version == null
                ? Subject.parse("function/" + name)
                : new Subject(
                        null,
                        "function/" + name + " version " + version,
                        Call.path("functions", name, "versions", Integer.toString(version)));
        terminal.confirmDeletion(function.name(), yes);
        try (ControlPlaneClient client = connection.connect()) {
            if (version == null) {
                function.delete(client);
            } else {
                client.send(Call.delete(function.target(), function.name()));
            }
        }
        terminal.out().println(function.name() + " deleted");
        return 0;
    }
}
