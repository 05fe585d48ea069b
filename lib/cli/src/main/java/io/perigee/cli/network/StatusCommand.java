package io.perigee.cli.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.OutputFormat;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Texts;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
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
            case TABLE -> summary(status);
            case YAML -> terminal.out().println(Texts.yaml(status));
            case JSON -> terminal.out().println(Texts.json(status));
        }
        return 0;
    }

    private void summary(JsonNode status) {
        line(
                "network",
                status.path("network").asText() + ", version "
                        + status.path("version").asText());
        line(
                "configuration",
                count(status.path("distributions"), "distribution") + ", "
                        + count(status.path("functions"), "function"));
        StringJoiner nodes = new StringJoiner(", ");
        for (Map.Entry<String, JsonNode> role : status.path("nodes").properties()) {
            int total = role.getValue().path("total").asInt();
            if (total > 0) {
                nodes.add(role.getValue().path("ready").asInt() + " of " + total + " " + role.getKey());
            }
        }
        line("nodes ready", nodes.toString());
        line(
                "change log",
                "head " + status.path("head").asLong() + ", applied by every node up to "
                        + status.path("completed").asLong());
        for (JsonNode entry : status.path("inProgress")) {
            line(
                    "in progress",
                    entry.path("sequence").asLong() + " " + entry.path("kind").asText() + ", accepted at "
                            + entry.path("acceptedAt").asText());
        }
        if (status.path("settling").asBoolean()) {
            line("", "waiting for nodes that have not come back since the control plane started");
        }
    }

    private static String count(JsonNode number, String noun) {
        return number.asInt() + " " + noun + (number.asInt() == 1 ? "" : "s");
    }

    private void line(String term, String value) {
        terminal.out().println(String.format(Locale.ROOT, "%-15s%s", term, value));
    }
}
