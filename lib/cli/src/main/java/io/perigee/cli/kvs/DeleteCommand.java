package io.perigee.cli.kvs;

import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee kvs delete}. */
@Command(
        name = "delete",
        header = "Delete a key value store with all that is in it.",
        description = "Refused while a version of a function reads it.")
final class DeleteCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "STORE", description = "The name of the store.")
    private String name = "";

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
        KvsStore store = new KvsStore(name);
        terminal.confirmDeletion(store.subject(), yes);
        try (ControlPlaneClient client = connection.connect()) {
            client.send(Call.delete(store.target(), store.subject()).with("If-Match", store.etag(client)));
        }
        terminal.out().println(store.subject() + " deleted");
        return 0;
    }
}
