package io.perigee.cli.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Times;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions concurrency set}. */
@Command(
        name = "set",
        header = "Set a function's reserved or provisioned concurrency, or the limit of all functions together.",
        description = "What is not named stays as it is.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee functions concurrency set resize --reserved 200 --provisioned 10 --version 3",
            "  perigee functions concurrency set --account 3000"
        })
final class SetConcurrencyCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The function's name.")
    private @Nullable String name;

    @Option(
            names = "--reserved",
            paramLabel = "N",
            description = "Calls of the function that may be under way; 0 throttles all.")
    private @Nullable Integer reserved;

    @Option(names = "--provisioned", paramLabel = "N", description = "Environments that are kept initialised, from 1.")
    private @Nullable Integer provisioned;

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description = "What they are of: a version or an alias. Needed with --provisioned.")
    private @Nullable String version;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Where. Default: in each region that has no setting of its own.")
    private @Nullable String region;

    @Option(
            names = "--account",
            paramLabel = "N",
            description = "Calls of all functions that may be under way in a region, 1000 by default; without NAME.")
    private @Nullable Integer account;

    @Option(names = "--wait", description = "Return when every node has applied it (Deployed).")
    private boolean wait;

    @Option(
            names = "--wait-timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            description = "How long --wait waits. Default: ${DEFAULT-VALUE}.")
    private Duration waitTimeout = Duration.ZERO;

    @Mixin
    private ConnectionOptions connection;

    SetConcurrencyCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        String function = name;
        Integer limit = account;
        if (function != null && limit == null) {
            set(new Concurrency(function));
        } else if (function == null && limit != null && reserved == null && provisioned == null) {
            setAccount(limit);
        } else {
            throw CommandFailure.invalid("expected NAME with --reserved or --provisioned, or --account alone");
        }
        return 0;
    }

    private void set(Concurrency concurrency) {
        if (reserved == null && provisioned == null) {
            throw CommandFailure.invalid("nothing to set: expected --reserved or --provisioned");
        }
        if ((provisioned == null) != (version == null)) {
            throw CommandFailure.invalid("--provisioned and --version belong together");
        }
        try (ControlPlaneClient client = connection.connect()) {
            concurrency.change(client, this::changed);
            terminal.out().println(concurrency.subject() + " set: " + String.join(", ", what()));
            await(client, concurrency.target(), concurrency.subject());
        }
    }

    private ObjectNode changed(ObjectNode document) {
        if (reserved != null) {
            Concurrency.reserve(document, region, reserved);
        }
        if (provisioned != null && version != null) {
            Concurrency.provision(document, version, region, provisioned);
        }
        return document;
    }

    private List<String> what() {
        List<String> what = new ArrayList<>();
        if (reserved != null) {
            what.add(reserved + " reserved");
        }
        if (provisioned != null) {
            what.add(provisioned + " provisioned of " + version);
        }
        what.add(region == null ? "in every region" : "in " + region);
        return what;
    }

    private void setAccount(int limit) {
        String document = JsonNodeFactory.instance
                .objectNode()
                .put("concurrentExecutions", limit)
                .toString();
        Call put = Call.put(
                Concurrency.ACCOUNT, "account-settings", "application/json", BodyPublishers.ofString(document));
        try (ControlPlaneClient client = connection.connect()) {
            Optional<String> etag = client.etag(Concurrency.ACCOUNT, "account-settings");
            client.send(etag.isPresent() ? put.with("If-Match", etag.get()) : put.with("If-None-Match", "*"));
            terminal.out().println("account-settings set: " + limit + " concurrent executions in a region");
            await(client, Concurrency.ACCOUNT, "account-settings");
        }
    }

    private void await(ControlPlaneClient client, String target, String subject) {
        if (wait) {
            Duration taken = new Waiting(terminal, client, waitTimeout)
                    .until("Deployed", target, subject, UnaryOperator.identity());
            terminal.out().println(subject + " deployed after " + Times.shown(taken));
        }
    }
}
