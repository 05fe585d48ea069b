package io.perigee.cli.bench;

import io.perigee.benchmarks.micro.HitAllocation;
import io.perigee.benchmarks.micro.ObjectMemory;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Table;
import io.perigee.cli.terminal.Terminal;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code perigee bench memory}. */
@Command(
        name = "memory",
        header = "Measure the memory of a cached object and the heap that a hit allocates.",
        footerHeading = "%nExamples:%n",
        footer = {"  perigee bench memory", "  perigee bench memory --objects 1000000"})
public final class MemoryCommand implements Callable<Integer> {

    private static final int HITS = 50_000;
    private static final int OBJECT_GOAL = 600;
    private static final int HIT_GOAL = 2048;

    private final Terminal terminal;

    @Option(
            names = "--objects",
            paramLabel = "N",
            defaultValue = "200000",
            description = "How many are cached (default: ${DEFAULT-VALUE}).")
    private int objects = 200_000;

    MemoryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (objects < 1000 || objects > 5_000_000) {
            throw CommandFailure.invalid("--objects is " + objects, "expected: 1000 to 5000000");
        }
        try {
            HitAllocation hit = HitAllocation.measure(HITS);
            ObjectMemory object = ObjectMemory.measure(objects);
            new Table(List.of("BYTES", "GOAL", "MET", "WHAT"))
                    .row(row(object.heapBytes(), OBJECT_GOAL, "heap of a cached object, beyond its body"))
                    .row(row(object.accountedBytes(), OBJECT_GOAL, "the same as the memory limit counts it"))
                    .row(row(
                            hit.bytesPerHit(),
                            HIT_GOAL,
                            "heap allocated by a hit of 1 KB, stand-alone edge with access log"))
                    .print(terminal.out());
            return 0;
        } catch (IOException | ExecutionException e) {
            throw CommandFailure.failed("it could not be measured", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted");
        }
    }

    private static List<String> row(double bytes, int goal, String what) {
        return List.of(String.format(Locale.ROOT, "%.0f", bytes), "<=" + goal, bytes <= goal ? "yes" : "no", what);
    }
}
