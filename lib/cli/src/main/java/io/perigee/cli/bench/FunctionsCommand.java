package io.perigee.cli.bench;

import io.perigee.benchmarks.functions.Figure;
import io.perigee.benchmarks.functions.FunctionsBenchmark;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Progress;
import io.perigee.cli.terminal.Table;
import io.perigee.cli.terminal.Terminal;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;

/** {@code perigee bench functions}. */
@Command(
        name = "functions",
        header = "Measure what functions add to a request, their cold starts, and what hostile ones cost others.",
        description = {
            "A function host in this process calls functions of each kind that add one header to a request of about 1 KB. Rounds with the function alternate with rounds of the same path without it; figures are medians of rounds.",
            "Needs node and python3 in PATH."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  perigee bench functions"})
public final class FunctionsCommand implements Callable<Integer> {

    private final Terminal terminal;

    FunctionsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (FunctionsBenchmark benchmark = new FunctionsBenchmark()) {
            Table table = new Table(List.of("MEASURED", "GOAL", "MET", "WHAT"));
            for (Figure figure : measured(benchmark)) {
                table.row(List.of(
                        String.format(Locale.ROOT, "%.1f %s", figure.value(), figure.unit()),
                        String.format(Locale.ROOT, "<=%.0f", figure.goal()),
                        figure.met() ? "yes" : "no",
                        figure.what()));
            }
            table.print(terminal.out());
            return 0;
        } catch (IllegalStateException e) {
            throw CommandFailure.failed("it could not be measured", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted");
        }
    }

    private List<Figure> measured(FunctionsBenchmark benchmark) throws IOException, InterruptedException {
        try (Progress progress = terminal.progress("bench")) {
            AtomicInteger begun = new AtomicInteger();
            return benchmark.run(what -> progress.at(begun.getAndIncrement(), FunctionsBenchmark.STEPS, what));
        }
    }
}
