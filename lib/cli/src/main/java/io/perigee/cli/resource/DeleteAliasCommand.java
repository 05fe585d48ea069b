package io.perigee.cli.resource;

import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions alias delete}. */
@Command(
        name = "delete",
        header = "Delete an alias of a function.",
        description = "Refused while a distribution's behavior names it.")
final class DeleteAliasCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name.")
    private String function = "";

    @Parameters(index = "1", paramLabel = "ALIAS", description = "The alias's name.")
    private String name = "";

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. Needed where nobody can be asked, as in a script.")
    private boolean yes;

    @Mixin
    private ConnectionOptions connection;

    DeleteAliasCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        Alias alias = new Alias(function, name);
        Subject subject = new Subject(null, alias.subject(), alias.target());
        terminal.confirmDeletion(subject.name(), yes);
        try (ControlPlaneClient client = connection.connect()) {
            subject.delete(client);
        }
        terminal.out().println(alias.subject() + " deleted");
        return 0;
    }
}
