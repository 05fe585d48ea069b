package io.perigee.cli.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.OutputFormat;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Texts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perigee status}. */
@Command(
        name = "status",
        header = "Show how the network is: nodes, how far they are, and what is in progress.",
        footerHeading = "%nExamples:%n",
        footer = {"  perigee status", "  perigee status -o json | jq .head"})
public final class StatusCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml. Default: ${DEFAULT-VALUE}.")
    private OutputFormat format = OutputFormat.TABLE;

    @Mixin
    private ConnectionOptions connection;

    StatusCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        JsonNode status;
        try (ControlPlaneClient client = connection.connect()) {
            status = client.send(Call.get(Call.path("status"), "status")).body();
        }
        switch (format) {
            case TABLE, YAML -> terminal.out().println(Texts.yaml(status));
            case JSON -> terminal.out().println(Texts.json(status));
        }
        return 0;
    }
}
