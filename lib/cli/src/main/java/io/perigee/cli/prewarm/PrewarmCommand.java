package io.perigee.cli.prewarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Progress;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Texts;
import io.perigee.cli.terminal.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee prewarm}. */
@Command(
        name = "prewarm",
        header = "Fill caches before viewers ask.",
        description =
                "The control plane asks one edge of each region for each path, which fills the region's regional cache and that edge. It passes what keeps viewers out (countries, redirects to HTTPS or to nearer edges); viewer functions run, and where one answers itself nothing is filled. Responses that differ by the viewer's country are those for no country. When the control plane is started again meanwhile, the rest is not filled, and the command says so. Ctrl-C cancels.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee prewarm site / /css/site.css",
            "  perigee prewarm site --from https://www.example.org/sitemap.xml --rate 200",
            "  perigee prewarm site --from sitemap.xml.gz --region eu --every-edge --header 'Accept-Encoding: br'"
        })
public final class PrewarmCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "DIST", description = "The distribution's id.")
    private String distribution = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PATH",
            description = "What is fetched, with its query string. No wildcards.")
    private List<String> paths = List.of();

    @Option(
            names = "--from",
            paramLabel = "SITEMAP",
            description =
                    "A sitemap or sitemap index, file or URL, gzipped or not. URLs of hosts that are not the distribution's are left out. May be given several times.")
    private List<String> sitemaps = List.of();

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Fill this region only. May be given several times. Default: all.")
    private List<String> regions = List.of();

    @Option(names = "--every-edge", description = "Fill all edges, not one for each path and region.")
    private boolean everyEdge;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "50",
            description = "The most requests a second, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "The host name that viewers use. Default: the distribution's first alias without wildcard.")
    private @Nullable String host;

    @Option(
            names = "--header",
            paramLabel = "'NAME: VALUE'",
            description =
                    "A field of the requests, where responses differ by it, such as 'Accept-Encoding: br'. May be given several times.")
    private List<String> headers = List.of();

    @Option(names = "--json", description = "Print what the control plane says of each job as JSON.")
    private boolean json;

    @Mixin
    private ConnectionOptions connection;

    PrewarmCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        if (paths.isEmpty() && sitemaps.isEmpty()) {
            throw CommandFailure.invalid("nothing to fill caches with", "expected: a path, or --from with a sitemap");
        }
        ObjectNode request = request();
        try (ControlPlaneClient client = connection.connect()) {
            List<String> all = wanted(client);
            PrewarmJobs jobs = new PrewarmJobs(client, distribution);
            long start = terminal.nanos().getAsLong();
            Thread cancelling = Thread.ofPlatform().unstarted(jobs::cancel);
            Runtime.getRuntime().addShutdownHook(cancelling);
            List<JsonNode> states;
            try (Progress progress = progress()) {
                states = jobs.run(request, all, (state, done) -> show(progress, state, done, all.size()));
            } finally {
                unhook(cancelling);
            }
            Duration taken = Duration.ofNanos(terminal.nanos().getAsLong() - start);
            return report(states, taken);
        }
    }

    private static void unhook(Thread cancelling) {
        try {
            Runtime.getRuntime().removeShutdownHook(cancelling);
        } catch (IllegalStateException ending) {
            // Ctrl-C: it is running.
        }
    }

    private ObjectNode request() {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("everyEdge", everyEdge).put("rate", rate);
        regions.forEach(request.putArray("regions")::add);
        if (host != null) {
            request.put("host", host);
        }
        ArrayNode fields = request.putArray("headers");
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw CommandFailure.invalid("--header is \"" + header + "\"", "expected: 'NAME: VALUE'");
            }
            fields.addObject()
                    .put("name", header.substring(0, colon).strip())
                    .put("value", header.substring(colon + 1).strip());
        }
        return request;
    }

    private List<String> wanted(ControlPlaneClient client) {
        Set<String> all = new LinkedHashSet<>(paths);
        if (!sitemaps.isEmpty()) {
            Sitemaps found = new Sitemaps(hosts(client));
            sitemaps.forEach(found::read);
            all.addAll(found.paths());
            if (found.elsewhere() > 0) {
                terminal.err().println(found.elsewhere() + " URLs of other hosts are left out");
            }
        }
        if (all.isEmpty()) {
            throw CommandFailure.invalid("the sitemap lists nothing of distribution/" + distribution);
        }
        return new ArrayList<>(all);
    }

    private Predicate<String> hosts(ControlPlaneClient client) {
        JsonNode document = client.send(
                        Call.get(Call.path("distributions", distribution), "distribution/" + distribution))
                .body()
                .path("document");
        Set<String> exact = new LinkedHashSet<>();
        List<String> suffixes = new ArrayList<>();
        for (JsonNode alias : document.path("aliases")) {
            if (alias.asText().startsWith("*")) {
                suffixes.add(alias.asText().substring(1));
            } else {
                exact.add(alias.asText());
            }
        }
        return name ->
                name.equals(host) || exact.contains(name) || suffixes.stream().anyMatch(name::endsWith);
    }

    /** Where nobody looks on, output goes somewhere that wants no progress. */
    private Progress progress() {
        if (terminal.isInteractive(Terminal.Stream.ERR)) {
            return terminal.progress("filling caches for " + distribution);
        }
        return new Progress() {
            @Override
            public void at(long done, long all, String detail) {}

            @Override
            public void close() {}
        };
    }

    private static void show(Progress progress, JsonNode state, int done, int paths) {
        progress.at(
                done,
                paths,
                state.path("filled").asLong() + " filled, "
                        + state.path("failed").asLong() + " failed");
    }

    private int report(List<JsonNode> states, Duration taken) {
        long failed = sum(states, "failed");
        boolean cancelled =
                states.stream().anyMatch(state -> !state.path("status").asText().equals("Finished"));
        if (json) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            states.forEach(all::add);
            terminal.out().println(Texts.json(all));
        } else {
            terminal.out()
                    .println((cancelled ? "cancelled after " : "") + sum(states, "done") + " requests at "
                            + states.getLast().path("edges").asLong() + " edges in " + Times.shown(taken) + ": "
                            + sum(states, "filled") + " filled, "
                            + sum(states, "present") + " already there, "
                            + sum(states, "uncacheable") + " uncacheable, "
                            + failed + " failed");
            for (JsonNode state : states) {
                for (JsonNode sample : state.path("samples")) {
                    terminal.out()
                            .println("  " + sample.path("outcome").asText() + ": "
                                    + sample.path("path").asText() + " at "
                                    + sample.path("edge").asText() + " ("
                                    + sample.path("reason").asText() + ")");
                }
            }
        }
        return failed > 0 || cancelled ? CommandFailure.FAILED : 0;
    }

    private static long sum(List<JsonNode> states, String field) {
        return states.stream().mapToLong(state -> state.path(field).asLong()).sum();
    }
}
