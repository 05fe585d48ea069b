package io.perigee.cli.rule;

import io.perigee.cli.connection.Answer;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import io.perigee.distribution.EventPattern;
import io.perigee.distribution.EventRule;
import io.perigee.distribution.document.Documents;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions rules put}. */
@Command(
        name = "put",
        header = "Create a rule, or replace it with another.",
        description =
                "A rule invokes a function at the times of --schedule, or when something has happened that matches --detail-type, --source and --resource; the invocations are asynchronous ones, with retries and dead letters.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee functions rules put warm --schedule 'rate(5 minutes)' --function resize --qualifier live --input '{\"warm\":true}'",
            "  perigee functions rules put announce --detail-type 'Invalidation Completed' --resource distribution/site --function announce"
        })
final class PutRuleCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "RULE", description = "The rule's name.")
    private String name = "";

    @Option(
            names = "--schedule",
            paramLabel = "EXPRESSION",
            description = "rate(5 minutes), or cron(0 10 * * ? *) with EventBridge's six fields.")
    private @Nullable String schedule;

    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "In which cron(...) is read, such as Europe/Berlin. Default: ${DEFAULT-VALUE}.")
    private String timezone = "";

    @Option(
            names = "--detail-type",
            paramLabel = "TYPE",
            description = "What has happened, such as 'Distribution Deployed'. May be repeated.")
    private List<String> detailTypes = List.of();

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "Where the event comes from, such as perigee.control. May be repeated.")
    private List<String> sources = List.of();

    @Option(
            names = "--resource",
            paramLabel = "KIND/ID",
            description = "What it has happened to, such as distribution/site. May be repeated.")
    private List<String> resources = List.of();

    @Option(names = "--function", required = true, paramLabel = "NAME", description = "The function to invoke.")
    private String function = "";

    @Option(
            names = "--qualifier",
            paramLabel = "VERSION",
            defaultValue = "latest",
            description = "A version, an alias or latest. Default: ${DEFAULT-VALUE}.")
    private String qualifier = "";

    @Option(
            names = "--region",
            paramLabel = "REGION",
            defaultValue = "",
            description = "Where the function runs; left out: anywhere.")
    private String region = "";

    @Option(names = "--input", paramLabel = "JSON", description = "What the function gets in place of the event.")
    private @Nullable String input;

    @Option(names = "--description", paramLabel = "TEXT", defaultValue = "", description = "What the rule is for.")
    private String description = "";

    @Option(names = "--disabled", description = "Keep the rule, but let it invoke nothing.")
    private boolean disabled;

    @Mixin
    private ConnectionOptions connection;

    PutRuleCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        Rule rule = new Rule(name);
        EventRule document = new EventRule(
                schedule,
                timezone,
                pattern(),
                disabled ? EventRule.State.DISABLED : EventRule.State.ENABLED,
                description,
                function,
                qualifier,
                region,
                input);
        Call put = Call.put(
                rule.target(),
                rule.subject(),
                "application/json",
                BodyPublishers.ofString(Documents.toJson(document).toString()));
        try (ControlPlaneClient client = connection.connect()) {
            Optional<String> etag = rule.etag(client);
            Answer answer =
                    client.send(etag.isPresent() ? put.with("If-Match", etag.get()) : put.with("If-None-Match", "*"));
            String next = answer.body().path("nextDue").asText();
            terminal.out()
                    .println(rule.subject()
                            + (answer.status() == 201 ? " created" : " replaced")
                            + (next.isEmpty() ? "" : ", due next at " + next));
        }
        return 0;
    }

    private @Nullable EventPattern pattern() {
        return detailTypes.isEmpty() && sources.isEmpty() && resources.isEmpty()
                ? null
                : new EventPattern(sources, detailTypes, resources);
    }
}
