package io.perigee.cli.resource;

import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee delete}. */
@Command(
        name = "delete",
        header = "Delete a distribution, a policy or a function.",
        description =
                "Asks before it does. What something else refers to cannot be deleted. The hosts of a deleted distribution are unknown to every node as soon as it has applied the change.",
        footerHeading = "%nExamples:%n",
        footer = {"  perigee delete distribution/site", "  perigee delete cache-policy/long --yes"})
public final class DeleteCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "KIND/ID", description = "What to delete.")
    private String subject = "";

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. Needed where nobody can be asked, as in a script.")
    private boolean yes;

    @Mixin
    private ConnectionOptions connection;

    DeleteCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        Subject named = Subject.parse(subject);
        terminal.confirmDeletion(named.name(), yes);
        try (ControlPlaneClient client = connection.connect()) {
            named.delete(client);
        }
        terminal.out().println(named.name() + " deleted");
        return 0;
    }
}
