package io.perigee.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Times;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee invalidate}. */
@Command(
        name = "invalidate",
        header = "Make every node forget what it has cached under some paths or with some cache tags.",
        description =
                "Once it is Completed, no viewer gets a response that was fetched from the origin before. A path starts with /; a * at its end stands for everything that follows. Quote it, or the shell expands it. A tag is one that the origin has sent in the Cache-Tag field of what is to go.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee invalidate site /index.html --wait",
            "  perigee invalidate site /css/site.css '/img/*'",
            "  perigee invalidate site --tag product-42 --tag price-list --wait",
            "  perigee invalidate site '/*' --reference release-42",
            "  perigee invalidate site '/articles/*' --soft"
        })
public final class InvalidateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "DIST", description = "The distribution's id.")
    private String distribution = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "PATH", description = "What is no longer to be served.")
    private List<String> paths = List.of();

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            description =
                    "What carries this cache tag is no longer to be served. May be given several times. Case matters.")
    private List<String> tags = List.of();

    @Option(
            names = "--soft",
            description =
                    "Make it stale rather than gone: nodes ask the origin before they serve it as fresh again (a 304 is enough), and serve it stale only where its own stale-while-revalidate or stale-if-error permit that.")
    private boolean soft;

    @Option(names = "--wait", description = "Return when every node has applied it (Completed).")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            description = "How long --wait waits. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ZERO;

    @Option(
            names = "--reference",
            paramLabel = "TEXT",
            description =
                    "The caller's own name for it: the same paths and tags with the same reference again are the same invalidation. Default: one that is never used again.")
    private @Nullable String reference;

    @Mixin
    private ConnectionOptions connection;

    InvalidateCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        if (paths.isEmpty() && tags.isEmpty()) {
            throw CommandFailure.invalid("nothing to invalidate", "expected: a path, or --tag with a cache tag");
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        paths.forEach(request.putArray("paths")::add);
        tags.forEach(request.putArray("tags")::add);
        request.put("soft", soft);
        request.put(
                "callerReference",
                reference != null ? reference : UUID.randomUUID().toString());
        String collection = Call.path("distributions", distribution, "invalidations");
        try (ControlPlaneClient client = connection.connect()) {
            JsonNode accepted = client.send(
                            Call.post(collection, "invalidation of distribution/" + distribution, request.toString()))
                    .body();
            String id = accepted.path("id").asText();
            String name = String.join("/", "invalidation", distribution, id);
            terminal.out().println(name + " accepted");
            if (wait) {
                Duration taken = new Waiting(terminal, client, timeout)
                        .until("Completed", collection + "/" + Call.encoded(id), name, answer -> answer);
                terminal.out().println(name + " completed after " + Times.shown(taken));
            }
        }
        return 0;
    }
}
