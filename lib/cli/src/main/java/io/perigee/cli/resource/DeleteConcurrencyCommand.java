package io.perigee.cli.resource;

import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions concurrency delete}. */
@Command(
        name = "delete",
        header = "Take a function's reserved or provisioned concurrency away; without options all of it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee functions concurrency delete resize",
            "  perigee functions concurrency delete resize --reserved --region eu",
            "  perigee functions concurrency delete resize --provisioned --version live"
        })
final class DeleteConcurrencyCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name.")
    private String name = "";

    @Option(names = "--reserved", description = "What is reserved.")
    private boolean reserved;

    @Option(names = "--provisioned", description = "What is provisioned of --version.")
    private boolean provisioned;

    @Option(names = "--version", paramLabel = "VERSION", description = "A version or an alias.")
    private @Nullable String version;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Where. Default: what is set for each region that has no setting of its own.")
    private @Nullable String region;

    @Mixin
    private ConnectionOptions connection;

    DeleteConcurrencyCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        Concurrency concurrency = new Concurrency(name);
        String qualifier = version;
        if (provisioned != (qualifier != null)) {
            throw CommandFailure.invalid("--provisioned and --version belong together");
        }
        if (region != null && !reserved && !provisioned) {
            throw CommandFailure.invalid("--region needs --reserved or --provisioned");
        }
        try (ControlPlaneClient client = connection.connect()) {
            if (!reserved && !provisioned) {
                new Subject(null, concurrency.subject(), concurrency.target()).delete(client);
            } else {
                concurrency.change(client, document -> {
                    if (reserved) {
                        Concurrency.withoutReserved(document, region);
                    }
                    if (qualifier != null) {
                        Concurrency.withoutProvisioned(document, qualifier, region);
                    }
                    return document;
                });
            }
        }
        terminal.out().println(concurrency.subject() + " deleted");
        return 0;
    }
}
