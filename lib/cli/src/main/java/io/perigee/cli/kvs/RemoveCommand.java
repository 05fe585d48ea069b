package io.perigee.cli.kvs;

import io.perigee.cli.connection.Answer;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perigee kvs remove}. */
@Command(name = "remove", header = "Delete keys from a store, all at once.")
final class RemoveCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "STORE", description = "The name of the store.")
    private String name = "";

    @Parameters(index = "1..*", arity = "1..50", paramLabel = "KEY", description = "The keys, up to 50.")
    private List<String> keys = new ArrayList<>();

    @Mixin
    private ConnectionOptions connection;

    RemoveCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        KvsStore store = new KvsStore(name);
        if (keys.size() > KvsStore.UPDATED_KEYS) {
            throw KvsStore.tooMany(keys.size());
        }
        try (ControlPlaneClient client = connection.connect()) {
            Answer answer = store.update(client, store.etag(client), Map.of(), keys);
            terminal.out().println(store.subject() + " changed: " + KvsStore.held(answer.body()));
        }
        return 0;
    }
}
