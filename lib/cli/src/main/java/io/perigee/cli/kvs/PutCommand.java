package io.perigee.cli.kvs;

import io.perigee.cli.connection.Answer;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perigee kvs put}. */
@Command(name = "put", header = "Put keys into a store, all at once.")
final class PutCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "STORE", description = "The name of the store.")
    private String name = "";

    @Parameters(
            index = "1..*",
            arity = "1..50",
            paramLabel = "KEY=VALUE",
            description = "The keys and their values, up to 50.")
    private Map<String, String> items = new LinkedHashMap<>();

    @Mixin
    private ConnectionOptions connection;

    PutCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        KvsStore store = new KvsStore(name);
        if (items.size() > KvsStore.UPDATED_KEYS) {
            throw KvsStore.tooMany(items.size());
        }
        try (ControlPlaneClient client = connection.connect()) {
            Answer answer = store.update(client, store.etag(client), items, List.of());
            terminal.out().println(store.subject() + " changed: " + KvsStore.held(answer.body()));
        }
        return 0;
    }
}
