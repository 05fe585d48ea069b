package io.perigee.cli.bench;

import io.perigee.benchmarks.peers.ComparisonJson;
import io.perigee.benchmarks.peers.ComparisonReport;
import io.perigee.benchmarks.peers.PeerComparison;
import io.perigee.benchmarks.process.Executables;
import io.perigee.benchmarks.process.UnsuitableMachineException;
import io.perigee.benchmarks.server.BareServer;
import io.perigee.benchmarks.server.BareVertx;
import io.perigee.benchmarks.server.Contestant;
import io.perigee.benchmarks.server.FullEdge;
import io.perigee.benchmarks.server.JavaProgram;
import io.perigee.benchmarks.server.Nginx;
import io.perigee.benchmarks.server.Payload;
import io.perigee.benchmarks.server.StandAlone;
import io.perigee.benchmarks.server.Storage;
import io.perigee.benchmarks.server.TrafficServer;
import io.perigee.benchmarks.server.Varnish;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Progress;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code perigee bench peers}. */
@Command(
        name = "peers",
        header = "Compare cache hits with nginx, Varnish and Traffic Server, on this machine.",
        description = {
            "Starts a bare Vert.x handler, a stand-alone edge, an edge of a network and the peers that are installed, all on one processor, and drives each in turn with wrk from another.",
            "From disk means: on a file system on disk, mostly in the system's page cache, with next to no memory in the server itself.",
            "CPU is the server's processor time for each request, user and system: it stays comparable on a machine that has other work to do. All values are medians of the rounds."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee bench peers",
            "  perigee bench peers --from disk --sizes 100KB,1MB --only full-edge,nginx",
            "  perigee bench peers --rounds 7 --sizes 1KB,10KB --only full-edge,bare,nginx --json peers.json"
        })
public final class PeersCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each is measured (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "2s",
            description = "How long each measurement takes, in whole seconds (default: ${DEFAULT-VALUE}).")
    private Duration duration = Duration.ofSeconds(2);

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            defaultValue = "2s",
            description =
                    "Each server is driven that long with each size before anything counts, and again until that makes no difference any more, in whole seconds (default: ${DEFAULT-VALUE}).")
    private Duration warmUp = Duration.ofSeconds(2);

    @Option(
            names = "--sizes",
            paramLabel = "SIZE",
            split = ",",
            defaultValue = "1KB,10KB,100KB,1MB",
            converter = PayloadConverter.class,
            description = "Sizes of objects (default: ${DEFAULT-VALUE}).")
    private List<Payload> sizes = List.of();

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Only these: bare, edge, full-edge, nginx, varnish, trafficserver.")
    private Set<String> only = Set.of();

    @Option(
            names = "--from",
            paramLabel = "STORAGE",
            split = ",",
            defaultValue = "memory,disk",
            description = "Where hits come from: memory, disk (default: ${DEFAULT-VALUE}). From disk: of 4 KB or more.")
    private Set<Storage> from = Set.of();

    @Option(names = "--json", paramLabel = "FILE", description = "Writes everything that was measured there as well.")
    private @Nullable Path json;

    static final class PayloadConverter implements ITypeConverter<Payload> {
        @Override
        public Payload convert(String text) {
            try {
                return Payload.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    PeersCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        valid();
        String path = terminal.variable("PATH");
        Executables executables = Executables.on(path == null ? "" : path);
        PeerComparison.Options options = new PeerComparison.Options(
                installed(selected(contestants(executables))), sizes, rounds, duration, warmUp);
        PeerComparison comparison = new PeerComparison(options, executables);
        Thread stop = Thread.ofPlatform().name("bench-stop").unstarted(comparison::close);
        Runtime.getRuntime().addShutdownHook(stop);
        ComparisonReport report;
        try {
            report = run(comparison);
        } finally {
            comparison.close();
        }
        PeersTables.print(report, terminal.out());
        if (json != null) {
            Files.writeString(json, Texts.json(ComparisonJson.of(report)) + "\n");
            terminal.err().println("written: " + json);
        }
        return 0;
    }

    private ComparisonReport run(PeerComparison comparison) throws IOException {
        try (Progress progress = terminal.progress("bench")) {
            return comparison.run(progress::at);
        } catch (UnsuitableMachineException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        } catch (IOException | ExecutionException | IllegalStateException | IllegalArgumentException e) {
            if (comparison.isStopped()) {
                throw CommandFailure.failed("stopped");
            }
            throw CommandFailure.failed(
                    "the comparison failed",
                    String.valueOf(e.getMessage()).lines().toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted");
        }
    }

    private void valid() {
        if (rounds < 1 || rounds > 1000) {
            throw CommandFailure.invalid("--rounds is " + rounds, "expected: 1 to 1000");
        }
        for (Duration time : List.of(duration, warmUp)) {
            if (time.toMillis() < 1000 || time.toMillis() % 1000 != 0) {
                throw CommandFailure.invalid("--duration and --warm-up take whole seconds, such as 2s");
            }
        }
        if (json != null && Files.isDirectory(json)) {
            throw CommandFailure.invalid("--json: " + json + " is a folder");
        }
    }

    private static List<Contestant> contestants(Executables executables) {
        JavaProgram perigee = JavaProgram.ofThisJvm("io.perigee.cli.Perigee");
        return List.of(
                new BareVertx(JavaProgram.ofThisJvm(BareServer.class.getName())),
                new StandAlone(perigee, Storage.MEMORY),
                FullEdge.inMemoryAndFiles(perigee, "512MiB"),
                new Nginx(executables, Storage.MEMORY),
                new Varnish(executables, Storage.MEMORY),
                new TrafficServer(executables, Storage.MEMORY),
                new StandAlone(perigee, Storage.DISK),
                FullEdge.onDisk(perigee),
                new Nginx(executables, Storage.DISK),
                new Varnish(executables, Storage.DISK),
                new TrafficServer(executables, Storage.DISK));
    }

    private List<Contestant> selected(List<Contestant> all) {
        List<String> names = all.stream().map(Contestant::name).distinct().toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw CommandFailure.invalid(
                        "--only: there is no \"" + name + "\"", "expected: " + String.join(", ", names));
            }
        }
        return all.stream()
                .filter(contestant ->
                        (only.isEmpty() || only.contains(contestant.name())) && from.contains(contestant.storage()))
                .toList();
    }

    private List<Contestant> installed(List<Contestant> selected) {
        List<Contestant> installed = new ArrayList<>();
        Set<String> missing = new HashSet<>();
        for (Contestant contestant : selected) {
            switch (contestant.availability()) {
                case Contestant.Availability.Installed(String version) -> installed.add(contestant);
                case Contestant.Availability.Missing(String remedy) -> {
                    if (missing.add(contestant.name())) {
                        terminal.err()
                                .println(contestant.name() + " is not installed and is left out; on Debian and Ubuntu: "
                                        + remedy);
                    }
                }
            }
        }
        if (installed.isEmpty()) {
            throw CommandFailure.failed("nothing of what was asked for is installed");
        }
        return installed;
    }
}
