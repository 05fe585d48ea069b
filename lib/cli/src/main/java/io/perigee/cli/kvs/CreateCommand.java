package io.perigee.cli.kvs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee kvs create}. */
@Command(name = "create", header = "Create an empty key value store.")
final class CreateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "STORE", description = "The name of the store.")
    private String name = "";

    @Option(names = "--comment", paramLabel = "TEXT", defaultValue = "", description = "What it is for.")
    private String comment = "";

    @Mixin
    private ConnectionOptions connection;

    CreateCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        KvsStore store = new KvsStore(name);
        String document =
                JsonNodeFactory.instance.objectNode().put("comment", comment).toString();
        try (ControlPlaneClient client = connection.connect()) {
            client.send(Call.put(store.target(), store.subject(), "application/json", BodyPublishers.ofString(document))
                    .with("If-None-Match", "*"));
        }
        terminal.out().println(store.subject() + " created");
        return 0;
    }
}
