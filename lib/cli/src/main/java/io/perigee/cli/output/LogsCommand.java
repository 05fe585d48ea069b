package io.perigee.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions logs}. */
@Command(
        name = "logs",
        header = "Show what a function prints.",
        description =
                "Lines of all nodes in the order in which they have come in, a second or two after they were printed. With the"
                        + " START, END and REPORT lines of Lambda functions, and the START and END lines of CloudFront"
                        + " Functions.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee functions logs resize --follow",
            "  perigee functions logs resize --since 2h --version 3 --filter REPORT",
            "  perigee functions logs resize --region eu --json | jq -r .text"
        })
public final class LogsCommand implements Callable<Integer> {

    /** Less than the control plane waits at most, and than a request may take here. */
    private static final int WAIT_SECONDS = 25;

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name.")
    private String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is printed from now on, until interrupted.")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "How far back, such as 90s, 10m or 2h. Default: ${DEFAULT-VALUE}.")
    private Duration since = Duration.ofMinutes(10);

    @Option(names = "--version", paramLabel = "VERSION", description = "Lines of that version only.")
    private @Nullable Integer version;

    @Option(names = "--region", paramLabel = "REGION", description = "Lines from that region only.")
    private @Nullable String region;

    @Option(names = "--filter", paramLabel = "TEXT", description = "Lines with that text in them only.")
    private @Nullable String filter;

    @Option(names = "--json", description = "Print each line as a JSON object with all that is known of it.")
    private boolean json;

    @Mixin
    private ConnectionOptions connection;

    LogsCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        String wanted = Call.path("functions", name, "logs") + "?" + query();
        try (ControlPlaneClient client = connection.connect()) {
            JsonNode page = client.send(Call.get(wanted, "function/" + name)).body();
            print(page);
            while (follow || page.path("more").asBoolean()) {
                page = client.send(Call.get(next(wanted, page), "function/" + name))
                        .body();
                print(page);
            }
        }
        return 0;
    }

    private String query() {
        List<String> query = new ArrayList<>(List.of("since=" + since));
        if (version != null) {
            query.add("version=" + version);
        }
        if (region != null) {
            query.add("region=" + Call.encoded(region));
        }
        if (filter != null) {
            query.add("filter=" + Call.encoded(filter));
        }
        return String.join("&", query);
    }

    private String next(String wanted, JsonNode page) {
        String at = wanted + "&position=" + Call.encoded(page.path("position").asText());
        return follow ? at + "&wait=" + WAIT_SECONDS : at;
    }

    private void print(JsonNode page) {
        for (JsonNode line : page.path("items")) {
            terminal.out().println(json ? line.toString() : shown(line));
        }
        terminal.out().flush();
    }

    /** Time, place, version and text; and the request's id where CloudFront would write it, since the text does not have it. */
    private static String shown(JsonNode line) {
        String text = line.path("text").asText();
        String requestId = line.path("requestId").asText();
        String of = requestId.isEmpty() || text.contains(requestId) ? "" : requestId + " ";
        return line.path("at").asText() + " " + line.path("region").asText() + "/"
                + line.path("node").asText() + " [" + line.path("version").asText() + "] " + of + harmless(text);
    }

    /** What a function prints may come from viewers: it must not get to steer the terminal. Lambda writes CR for an end of line within. */
    private static String harmless(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\r') {
                shown.append("\n    ");
            } else {
                shown.appendCodePoint(c != '\t' && Character.isISOControl(c) ? '\uFFFD' : c);
            }
        });
        return shown.toString();
    }
}
