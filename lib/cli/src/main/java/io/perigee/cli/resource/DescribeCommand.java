package io.perigee.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.Answer;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Texts;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perigee describe}. */
@Command(
        name = "describe",
        header = "Show all about one thing: how far the network has applied it, and what it says.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee describe distribution/site",
            "  perigee describe cache-policy/long",
            "  perigee describe function/ab-test",
            "  perigee describe invalidation/site/I2J0I21PCUYOIK"
        })
public final class DescribeCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "KIND/ID", description = "What to show.")
    private String subject = "";

    @Mixin
    private ConnectionOptions connection;

    DescribeCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        Subject named = Subject.parse(subject);
        try (ControlPlaneClient client = connection.connect()) {
            Answer answer = client.send(Call.get(named.target(), named.name()));
            Kind kind = named.kind();
            if (kind == null) {
                terminal.out().println(Texts.yaml(answer.body()));
            } else {
                Stored stored = Stored.of(kind, answer);
                about(stored);
                terminal.out().println(Texts.yaml(stored.document()));
            }
        }
        return 0;
    }

    /** What the control plane adds to the document, as comments, so that all of it is YAML that can be applied. */
    private void about(Stored stored) {
        for (Map.Entry<String, JsonNode> field : stored.state().properties()) {
            if (!field.getKey().equals("document") && !stored.document().has(field.getKey())) {
                JsonNode value = field.getValue();
                terminal.out().println("# " + field.getKey() + ": " + (value.isTextual() ? value.asText() : value));
            }
        }
    }
}
