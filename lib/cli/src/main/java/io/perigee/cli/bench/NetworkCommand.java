package io.perigee.cli.bench;

import io.perigee.benchmarks.load.Times;
import io.perigee.benchmarks.network.NetworkBenchmark;
import io.perigee.benchmarks.server.JavaProgram;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Progress;
import io.perigee.cli.terminal.Table;
import io.perigee.cli.terminal.Terminal;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code perigee bench network}. */
@Command(
        name = "network",
        header = "Measure how long a miss takes through both tiers, and a change until every node has it.",
        description = {
            "Starts a control plane, a regional cache and edges, a process each, in front of a small origin.",
            "A miss is asked for at one edge; its goal is for what comes on top of the origin's own time. A change is an invalidation. Its goal is for the time from when the control plane has stored it until that knows that the last node has applied it, as its metric perigee_change_applied_seconds says; there and back is from before the request is sent until the answer that it is completed."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  perigee bench network", "  perigee bench network --nodes 4 --changes 1000"})
public final class NetworkCommand implements Callable<Integer> {

    private static final double MISS_GOAL = 1;
    private static final double CHANGE_GOAL = 50;

    private final Terminal terminal;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "Nodes that follow the change log: a regional cache and edges (default: ${DEFAULT-VALUE}).")
    private int nodes = 10;

    @Option(
            names = "--misses",
            paramLabel = "N",
            description = "How many are measured, after as many that are not (default: ${DEFAULT-VALUE}).")
    private int misses = 5_000;

    @Option(
            names = "--changes",
            paramLabel = "N",
            description =
                    "How many are measured, one after the other, after as many that are not (default: ${DEFAULT-VALUE}).")
    private int changes = 500;

    NetworkCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        within("--nodes", nodes, 2, 50);
        within("--misses", misses, 100, 1_000_000);
        within("--changes", changes, 10, 100_000);
        NetworkBenchmark benchmark = new NetworkBenchmark(
                JavaProgram.ofThisJvm("io.perigee.cli.Perigee"), new NetworkBenchmark.Options(nodes, misses, changes));
        Thread stop = Thread.ofPlatform().name("bench-stop").unstarted(benchmark::close);
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            print(run(benchmark));
        } finally {
            benchmark.close();
        }
        return 0;
    }

    private NetworkBenchmark.Figures run(NetworkBenchmark benchmark) {
        try (Progress progress = terminal.progress("bench")) {
            return benchmark.run(progress::at);
        } catch (IOException | ExecutionException | IllegalStateException e) {
            throw CommandFailure.failed(
                    "it could not be measured",
                    String.valueOf(e.getMessage()).lines().toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted");
        }
    }

    private void print(NetworkBenchmark.Figures figures) {
        double added = figures.misses().millis(0.5) - figures.origin().millis(0.5);
        double change = figures.applied().millis(0.99);
        new Table(List.of("P50-MS", "P99-MS", "GOAL", "MET", "WHAT"))
                .row(row(figures.origin(), "", "", "the origin itself"))
                .row(row(
                        figures.misses(),
                        "p50 <=" + MISS_GOAL + " over origin",
                        met(added, MISS_GOAL),
                        String.format(Locale.ROOT, "a miss through both tiers: %.3f ms over the origin", added)))
                .row(row(
                        figures.applied(),
                        "p99 <=" + CHANGE_GOAL,
                        met(change, CHANGE_GOAL),
                        "a change, from when it is stored until the last of " + nodes + " nodes has applied it"))
                .row(row(
                        figures.changes(),
                        "",
                        "",
                        String.format(
                                Locale.ROOT,
                                "a change, there and back: %.1f ms of processor time, all processes together",
                                figures.appliedMicros() / 1e3)))
                .print(terminal.out());
    }

    private static List<String> row(Times times, String goal, String met, String what) {
        return List.of(
                String.format(Locale.ROOT, "%.3f", times.millis(0.5)),
                String.format(Locale.ROOT, "%.3f", times.millis(0.99)),
                goal,
                met,
                what);
    }

    private static String met(double measured, double goal) {
        return measured <= goal ? "yes" : "no";
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw CommandFailure.invalid(option + " is " + value, "expected: " + least + " to " + most);
        }
    }
}
