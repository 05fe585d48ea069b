package io.perigee.cli.kvs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perigee kvs import}. */
@Command(
        name = "import",
        header = "Put the keys of a JSON file into a store.",
        description = "In steps of 50 keys, each all or none; keys that are there and not in the file stay.")
final class ImportCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "STORE", description = "The name of the store.")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "JSON with a list of keys and values in \"data\", as AWS has it.")
    private Path file = Path.of("");

    @Mixin
    private ConnectionOptions connection;

    ImportCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        KvsStore store = new KvsStore(name);
        Map<String, String> items = items();
        try (ControlPlaneClient client = connection.connect()) {
            String etag = store.etag(client);
            Map<String, String> batch = new LinkedHashMap<>();
            int left = items.size();
            for (Map.Entry<String, String> item : items.entrySet()) {
                batch.put(item.getKey(), item.getValue());
                left--;
                if (batch.size() == KvsStore.UPDATED_KEYS || left == 0) {
                    etag = Objects.requireNonNull(
                            store.update(client, etag, batch, List.of()).etag());
                    batch.clear();
                }
            }
        }
        terminal.out().println(store.subject() + ": " + items.size() + " keys put");
        return 0;
    }

    private Map<String, String> items() {
        JsonNode data;
        try {
            data = new ObjectMapper().readTree(Files.readString(file)).path("data");
        } catch (JsonProcessingException e) {
            throw CommandFailure.invalid(file + " is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw CommandFailure.invalid(file + " cannot be read");
        }
        if (!data.isArray()) {
            throw CommandFailure.invalid(file + " has no list \"data\" of keys and values");
        }
        Map<String, String> items = new LinkedHashMap<>();
        for (JsonNode item : data) {
            if (!item.path("key").isTextual() || !item.path("value").isTextual()) {
                throw CommandFailure.invalid(file + ": " + item + " is not a key with a value, both in quotes");
            }
            items.put(item.path("key").asText(), item.path("value").asText());
        }
        return items;
    }
}
