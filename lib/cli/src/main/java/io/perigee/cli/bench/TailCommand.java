package io.perigee.cli.bench;

import io.perigee.benchmarks.load.OpenLoop;
import io.perigee.benchmarks.load.Times;
import io.perigee.benchmarks.process.Executables;
import io.perigee.benchmarks.process.UnsuitableMachineException;
import io.perigee.benchmarks.server.JavaProgram;
import io.perigee.benchmarks.tail.TailBenchmark;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Progress;
import io.perigee.cli.terminal.Table;
import io.perigee.cli.terminal.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code perigee bench tail}. */
@Command(
        name = "tail",
        header = "Measure how long hits take at half the load that an edge can bear, while it misses and evicts.",
        description = {
            "An edge of a network on one processor, its memory full, 64 connections; one request of ten is for something new, which evicts something else.",
            "Requests are sent when they are due, whether or not those before have been answered, and their time counts from then.",
            "Below the table is what else delayed them: moments in which the generator did not run and could not see what had come back, those in which the edge's JVM stood still (collecting its heap, above all), and how long the edge's event loop waited for its processor, which it shares with the JVM's compilers and collector and whatever else this machine does."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  perigee bench tail", "  perigee bench tail --duration 2m"})
public final class TailCommand implements Callable<Integer> {

    private static final double GOAL = 10;
    private static final double BUSY = 0.9;

    private final Terminal terminal;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long each of the two measurements takes (default: ${DEFAULT-VALUE}).")
    private Duration duration = Duration.ofSeconds(30);

    TailCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (duration.toSeconds() < 1 || duration.toHours() >= 1) {
            throw CommandFailure.invalid("--duration is " + duration.toSeconds() + "s", "expected: 1s to 59m");
        }
        String path = terminal.variable("PATH");
        TailBenchmark benchmark = new TailBenchmark(
                JavaProgram.ofThisJvm("io.perigee.cli.Perigee"), Executables.on(path == null ? "" : path), duration);
        Thread stop = Thread.ofPlatform().name("bench-stop").unstarted(benchmark::close);
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            print(run(benchmark));
        } finally {
            benchmark.close();
        }
        return 0;
    }

    private TailBenchmark.Figures run(TailBenchmark benchmark) {
        try (Progress progress = terminal.progress("bench")) {
            return benchmark.run(progress::at);
        } catch (UnsuitableMachineException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        } catch (IOException | ExecutionException | IllegalStateException e) {
            throw CommandFailure.failed(
                    "it could not be measured",
                    String.valueOf(e.getMessage()).lines().toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted");
        }
    }

    private void print(TailBenchmark.Figures figures) {
        Table table = new Table(List.of("REQUESTS/S", "PROCESSOR-%", "P50-MS", "P99-MS", "P99.9-MS", "WHAT"));
        rows(table, figures.saturated(), figures.saturatedBusy(), "as fast as it goes");
        rows(table, figures.half(), figures.halfBusy(), "at half that rate");
        table.print(terminal.out());
        double measured = figures.half().hits().millis(0.999);
        terminal.out()
                .println(String.format(
                        Locale.ROOT,
                        "%np99.9 of hits at half the rate: %.2f ms, goal <=%.0f ms: %s",
                        measured,
                        GOAL,
                        measured <= GOAL ? "met" : "not met"));
        terminal.out()
                .println(String.format(
                        Locale.ROOT,
                        "without the moments in which the generator itself did not run, %.2f ms at the longest: %.2f ms",
                        figures.half().longestAbsence() / 1e6,
                        figures.half().hitsSeen().millis(0.999)));
        LongSummaryStatistics standstills =
                figures.standstills().stream().mapToLong(Long::longValue).summaryStatistics();
        terminal.out()
                .println(String.format(
                        Locale.ROOT,
                        "the edge's JVM stood still %d times, %.2f ms at the longest, %.2f %% of the time; its event loop waited for a processor %.1f %% of the time",
                        standstills.getCount(),
                        standstills.getCount() == 0 ? 0 : standstills.getMax() / 1e6,
                        standstills.getSum() * 100.0 / duration.toNanos(),
                        figures.waited() * 100));
        if (figures.saturatedBusy() < BUSY) {
            terminal.err()
                    .println(
                            "the edge had processor time left when it was driven as fast as it went: the load, or what else this machine does, was what did not go faster");
        }
    }

    private static void rows(Table table, OpenLoop.Report report, double busy, String what) {
        table.row(row(report, busy, report.hits(), what + ", hits"));
        table.row(row(report, busy, report.others(), what + ", misses"));
    }

    private static List<String> row(OpenLoop.Report report, double busy, Times times, String what) {
        return List.of(
                String.format(Locale.ROOT, "%.0f", report.perSecond()),
                String.format(Locale.ROOT, "%.0f", busy * 100),
                String.format(Locale.ROOT, "%.2f", times.millis(0.5)),
                String.format(Locale.ROOT, "%.2f", times.millis(0.99)),
                String.format(Locale.ROOT, "%.2f", times.millis(0.999)),
                what);
    }
}
