package io.perigee.cli.resource;

import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.OutputFormat;
import io.perigee.cli.terminal.Terminal;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee get}. */
@Command(
        name = "get",
        header = "List distributions, policies, invalidations or functions, or show one.",
        description = {
            "KIND is one of distributions, cache-policies, origin-request-policies, response-headers-policies, functions and invalidations; their singular does as well.",
            "As YAML, distributions and policies are the documents that perigee apply takes."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee get distributions",
            "  perigee get distribution site -o yaml > site.yaml",
            "  perigee get distributions -o json | jq -r '.[] | select(.status != \"Deployed\") | .id'",
            "  perigee get invalidations site",
            "  perigee get functions"
        })
public final class GetCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "KIND", description = "What to list.", completionCandidates = Words.class)
    private String kind = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ID",
            description = "Only this one; of invalidations, the distribution's.")
    private @Nullable String id;

    @Parameters(index = "2", arity = "0..1", paramLabel = "INVALIDATION", description = "Only this invalidation.")
    private @Nullable String invalidation;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml. Default: ${DEFAULT-VALUE}.")
    private OutputFormat format = OutputFormat.TABLE;

    @Mixin
    private ConnectionOptions connection;

    GetCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        Listing listing = Listing.ofWord(kind);
        String collection = Call.path(listing.plural());
        String one = id;
        if (listing == Listing.INVALIDATIONS) {
            if (id == null) {
                throw CommandFailure.invalid(
                        "invalidations belong to a distribution", "expected: perigee get invalidations DISTRIBUTION");
            }
            collection = Call.path("distributions", id, "invalidations");
            one = invalidation;
        } else if (invalidation != null) {
            throw CommandFailure.invalid("\"" + invalidation + "\" is one argument too many");
        }
        Showing showing = new Showing(terminal, listing, format);
        try (ControlPlaneClient client = connection.connect()) {
            if (one == null) {
                showing.all(client, collection);
            } else {
                showing.one(client, collection, one);
            }
        }
        return 0;
    }

    /** For shell completion. */
    static final class Words implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Listing.words().iterator();
        }
    }
}
