package io.perigee.cli.chaos;

import io.perigee.chaos.check.Checker;
import io.perigee.chaos.check.RunReport;
import io.perigee.chaos.history.Event;
import io.perigee.chaos.history.HistoryFile;
import io.perigee.chaos.place.PlaceException;
import io.perigee.chaos.scenario.Scenario;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.OutputFormat;
import io.perigee.cli.terminal.Terminal;
import io.perigee.node.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code perigee chaos}. */
@Command(
        name = "chaos",
        header = "Rehearse failure: start a network on this machine, harm it under load, and check its promises.",
        description = {
            "Each node is a process of its own, each link between two of them a relay that can be cut, delayed and lossy. Viewers in all regions check every body that they get; meanwhile content is changed and invalidated, configuration and functions are changed, and nodes, links and the origin fail as the scenario says.",
            "What happened is written down, and judged when all is healed. docs/chaos.md describes scenarios; examples are in examples/chaos.",
            "Everything that it starts ends with it, on Ctrl-C as well."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee chaos --scenario examples/chaos/loss-of-nodes.yaml",
            "  perigee chaos --scenario examples/chaos/random.yaml --seed 42 --history run.jsonl",
            "  perigee chaos --check run.jsonl --output json"
        })
public final class ChaosCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--scenario", paramLabel = "FILE", description = "What to run.")
    private @Nullable Path scenario;

    @Option(
            names = "--check",
            paramLabel = "FILE",
            description = "Judges a history that was written before; runs nothing.")
    private @Nullable Path check;

    @Option(names = "--seed", paramLabel = "N", description = "In place of the scenario's seed; 1 or more.")
    private @Nullable Long seed;

    @Option(names = "--duration", paramLabel = "TIME", description = "In place of the scenario's duration, such as 5m.")
    private @Nullable Duration duration;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description =
                    "Where the history is written. Default: perigee-chaos-SEED.jsonl in the system's temporary folder.")
    private @Nullable Path history;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description =
                    "An empty folder for the nodes' configuration, data and logs, which stay. Default: none stays, unless the run fails.")
    private @Nullable Path keep;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, json or yaml (default: ${DEFAULT-VALUE}).")
    private OutputFormat output = OutputFormat.TABLE;

    ChaosCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path kept = check;
        Path wanted = scenario;
        if ((kept == null) == (wanted == null)) {
            throw CommandFailure.invalid("either --scenario or --check is needed");
        }
        RunReport report;
        if (kept != null) {
            report = judged(kept);
        } else {
            report = run(read(wanted));
        }
        ReportPrinter.print(terminal, output, report);
        return report.isKept() ? 0 : CommandFailure.FAILED;
    }

    private static RunReport judged(Path file) {
        try {
            return Checker.check(HistoryFile.read(file));
        } catch (IOException e) {
            throw CommandFailure.invalid("the history cannot be read", String.valueOf(e.getMessage()));
        }
    }

    private Scenario read(@Nullable Path file) {
        try {
            Scenario read = Scenario.read(file == null ? Path.of("") : file);
            if (duration != null) {
                read = read.withDuration(duration);
            }
            if (seed != null && seed < 1) {
                throw CommandFailure.invalid("--seed is " + seed, "expected: 1 or more");
            }
            long chosen = seed != null
                    ? seed
                    : read.seed() != 0 ? read.seed() : 1 + (terminal.nanos().getAsLong() >>> 20) % 1_000_000;
            return read.withSeed(chosen);
        } catch (ConfigException e) {
            List<String> lines = Arrays.asList(String.valueOf(e.getMessage()).split("\n"));
            throw CommandFailure.invalid(
                    lines.getFirst(), lines.stream().skip(1).map(String::strip).toList());
        }
    }

    private RunReport run(Scenario read) {
        Path file = history != null
                ? history
                : Path.of(System.getProperty("java.io.tmpdir"), "perigee-chaos-" + read.seed() + ".jsonl");
        try (Rehearsal rehearsal = new Rehearsal(terminal, read, keep)) {
            List<Event> events = rehearsal.run();
            HistoryFile.write(file, events);
            terminal.err().println("chaos: the history is in " + file + "; perigee chaos --check judges it again");
            return Checker.check(events);
        } catch (PlaceException e) {
            throw CommandFailure.failed(
                    "the run did not come to its end (seed " + read.seed() + ")",
                    String.valueOf(e.getMessage()).lines().toList());
        } catch (IOException e) {
            throw CommandFailure.failed("the run's files cannot be written", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted");
        }
    }
}
