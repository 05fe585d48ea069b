package io.perigee.cli.kvs;

import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perigee kvs get}. */
@Command(name = "get", header = "Print a key's value.")
final class GetCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "STORE", description = "The name of the store.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Mixin
    private ConnectionOptions connection;

    GetCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        KvsStore store = new KvsStore(name);
        try (ControlPlaneClient client = connection.connect()) {
            terminal.out()
                    .println(client.send(Call.get(
                                    store.target() + "/value?key=" + Call.encoded(key), store.subject() + " " + key))
                            .body()
                            .path("value")
                            .asText());
        }
        return 0;
    }
}
