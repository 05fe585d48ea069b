package io.perigee.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Table;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Texts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions usage}. */
@Command(
        name = "usage",
        header = "Show what functions have used by day, and what it would cost.",
        description =
                "Invocations, those that failed, calls that were throttled, and billed time, by version and day in UTC. What it"
                        + " would cost is an estimate at the prices in the control plane's configuration, by default those"
                        + " that AWS publishes for Lambda@Edge and CloudFront Functions. Verticles have no price.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee functions usage",
            "  perigee functions usage resize --since 2026-11-01",
            "  perigee functions usage --json | jq '[.items[].estimatedCost] | add'"
        })
public final class UsageCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The function's name. Default: all.")
    private @Nullable String name;

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description = "The first day, such as 2026-11-01. Default: 29 days ago.")
    private @Nullable LocalDate since;

    @Option(names = "--json", description = "Print all that the control plane says.")
    private boolean json;

    @Mixin
    private ConnectionOptions connection;

    UsageCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        String path = name == null ? Call.path("function-usage") : Call.path("functions", name, "usage");
        JsonNode usage;
        try (ControlPlaneClient client = connection.connect()) {
            usage = client.send(Call.get(
                            since == null ? path : path + "?since=" + since,
                            name == null ? "functions" : "function/" + name))
                    .body();
        }
        if (json) {
            terminal.out().println(Texts.json(usage));
        } else if (usage.path("items").isEmpty()) {
            terminal.err().println("no usage");
        } else {
            table(usage).print(terminal.out());
        }
        return 0;
    }

    private static Table table(JsonNode usage) {
        Table table = new Table(List.of(
                "FUNCTION",
                "VERSION",
                "DAY",
                "INVOCATIONS",
                "ERRORS",
                "THROTTLES",
                "AVG-MS",
                "P99-MS",
                "BILLED-MS",
                "GB-S",
                "EST-" + usage.path("currency").asText()));
        for (JsonNode day : usage.path("items")) {
            table.row(List.of(
                    day.path("function").asText(),
                    day.path("version").asText(),
                    day.path("day").asText(),
                    day.path("invocations").asText(),
                    day.path("errors").asText(),
                    day.path("throttles").asText(),
                    String.format(Locale.ROOT, "%.2f", day.path("averageMillis").asDouble()),
                    day.path("p99Millis").asText(),
                    day.path("billedMillis").asText(),
                    String.format(
                            Locale.ROOT, "%.3f", day.path("gigabyteSeconds").asDouble()),
                    money(day.path("estimatedCost").asDouble())));
        }
        table.row(total(usage));
        return table;
    }

    private static List<String> total(JsonNode usage) {
        List<String> cells = new ArrayList<>(List.of("total", "", ""));
        for (String field : List.of("invocations", "errors", "throttles")) {
            cells.add(Long.toString((long) sum(usage, field)));
        }
        cells.addAll(List.of("", "", Long.toString((long) sum(usage, "billedMillis"))));
        cells.add(String.format(Locale.ROOT, "%.3f", sum(usage, "gigabyteSeconds")));
        cells.add(money(sum(usage, "estimatedCost")));
        return cells;
    }

    private static double sum(JsonNode usage, String field) {
        double sum = 0;
        for (JsonNode day : usage.path("items")) {
            sum += day.path(field).asDouble();
        }
        return sum;
    }

    private static String money(double amount) {
        return String.format(Locale.ROOT, "%.6f", amount);
    }
}
