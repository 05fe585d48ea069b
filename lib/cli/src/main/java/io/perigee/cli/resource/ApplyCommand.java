package io.perigee.cli.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Times;
import io.perigee.distribution.Resource;
import io.perigee.distribution.document.Documents;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perigee apply}. */
@Command(
        name = "apply",
        header = "Create or change distributions and policies.",
        description = {
            "Reads YAML or JSON documents, several to a file if need be, checks all of them before anything is changed, and makes the network what they say: policies first, then the distributions that use them. What is already as its document says is left alone; a resource that somebody else changes at the same moment is not overwritten.",
            "Docs: docs/reference/distribution.md"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee apply -f distribution.yaml",
            "  perigee apply -f policies/ -f site.yaml --wait",
            "  perigee get distributions site -o yaml | sed s/old/new/ | perigee apply -f - --dry-run"
        })
public final class ApplyCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE|DIR|-",
            description = "A file, a folder of .yaml, .yml and .json files, or - for standard input. May be repeated.")
    private List<String> sources = List.of();

    @Option(names = "--dry-run", description = "Only show what would change, field by field.")
    private boolean dryRun;

    @Option(names = "--wait", description = "Return when every node has applied all of it (Deployed).")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            description = "How long --wait waits. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ZERO;

    @Mixin
    private ConnectionOptions connection;

    ApplyCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        List<Resource> resources = DocumentFiles.read(terminal, sources);
        try (ControlPlaneClient client = connection.connect()) {
            for (Resource resource : resources) {
                apply(client, resource);
            }
            if (wait && !dryRun) {
                await(client, resources);
            }
        }
        return 0;
    }

    private void apply(ControlPlaneClient client, Resource resource) {
        Kind kind = Kind.of(resource);
        String name = kind.named(resource.id());
        Optional<Stored> stored =
                client.find(Call.get(kind.target(resource.id()), name)).map(answer -> Stored.of(kind, answer));
        ObjectNode document = Documents.toJson((Record) resource);
        if (stored.isEmpty()) {
            if (!dryRun) {
                client.send(put(kind, resource, document).with("If-None-Match", "*"));
            }
            terminal.out().println(name + (dryRun ? " would be created" : " created"));
            return;
        }
        List<String> differences = Differences.between(stored.get().document(), document);
        if (differences.isEmpty()) {
            terminal.out().println(name + " unchanged");
            return;
        }
        if (!dryRun) {
            client.send(
                    put(kind, resource, document).with("If-Match", stored.get().etag()));
        }
        terminal.out().println(name + (dryRun ? " would be changed" : " changed"));
        if (dryRun) {
            differences.forEach(line -> terminal.out().println("  " + line));
        }
    }

    private static Call put(Kind kind, Resource resource, ObjectNode document) {
        return Call.put(
                kind.target(resource.id()),
                kind.named(resource.id()),
                "application/json",
                BodyPublishers.ofString(document.toString()));
    }

    private void await(ControlPlaneClient client, List<Resource> resources) {
        Waiting waiting = new Waiting(terminal, client, timeout);
        for (Resource resource : resources) {
            Kind kind = Kind.of(resource);
            String name = kind.named(resource.id());
            Duration taken = waiting.until("Deployed", kind.target(resource.id()), name, answer -> answer);
            terminal.out().println(name + " deployed after " + Times.shown(taken));
        }
    }
}
