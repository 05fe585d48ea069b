package io.perigee.cli.invocation;

import io.perigee.cli.connection.Answer;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.TextFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions invoke}. */
@Command(
        name = "invoke",
        header = "Invoke a function with a payload.",
        description =
                "The function runs on a node of the network, with any JSON in place of an event of a request, and what"
                        + " it returns is printed. The exit code is 1 where the function has failed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee functions invoke resize --payload '{\"width\": 300}' --region eu",
            "  perigee functions invoke resize --event event.json --qualifier 3 --log",
            "  perigee functions invoke resize --event event.json --async"
        })
public final class InvokeCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name.")
    private String name = "";

    @ArgGroup
    private @Nullable Payload payload;

    /** Where the payload comes from. */
    static final class Payload {
        @Option(names = "--payload", paramLabel = "JSON", description = "The payload itself. Default: {}.")
        private @Nullable String text;

        @Option(names = "--event", paramLabel = "FILE", description = "A file with the payload.")
        private @Nullable Path file;
    }

    @Option(
            names = "--qualifier",
            paramLabel = "VERSION",
            defaultValue = "latest",
            description = "A version, an alias or latest. Default: ${DEFAULT-VALUE}.")
    private String qualifier = "";

    @Option(names = "--region", paramLabel = "REGION", description = "Where it is to run. Default: anywhere.")
    private @Nullable String region;

    @Option(
            names = "--async",
            description =
                    "Return when the invocation is accepted; it is made later, repeated where it fails, and a dead"
                            + " letter in the end where it goes on failing.")
    private boolean async;

    @Option(names = "--log", description = "Print the end of what the function has printed, on the error output.")
    private boolean log;

    @Mixin
    private ConnectionOptions connection;

    InvokeCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        List<String> query = new ArrayList<>(List.of("qualifier=" + Call.encoded(qualifier)));
        if (region != null) {
            query.add("region=" + Call.encoded(region));
        }
        Call call = Call.post(
                        Call.path("functions", name, "invocations") + "?" + String.join("&", query),
                        "function/" + name,
                        payload())
                .with("X-Amz-Invocation-Type", async ? "Event" : "RequestResponse");
        try (ControlPlaneClient client = connection.connect()) {
            return shown(client.send(log ? call.with("X-Amz-Log-Type", "Tail") : call));
        }
    }

    private String payload() {
        Payload given = payload;
        if (given == null) {
            return "{}";
        }
        if (given.file == null) {
            return given.text == null ? "{}" : given.text;
        }
        return TextFiles.read("--event", given.file);
    }

    private int shown(Answer answer) {
        if (async) {
            terminal.out()
                    .println("function/" + name + " accepted "
                            + answer.body().path("requestId").asText());
            return 0;
        }
        answer.header("X-Amz-Log-Result")
                .ifPresent(tail -> terminal.err()
                        .println(new String(Base64.getDecoder().decode(tail), StandardCharsets.UTF_8).stripTrailing()));
        terminal.out()
                .println(answer.body().isMissingNode() ? "" : answer.body().toPrettyString());
        if (answer.header("X-Amz-Function-Error").isPresent()) {
            terminal.err()
                    .println("function/" + name + " version "
                            + answer.header("X-Amz-Executed-Version").orElse("") + " has failed");
            return 1;
        }
        return 0;
    }
}
