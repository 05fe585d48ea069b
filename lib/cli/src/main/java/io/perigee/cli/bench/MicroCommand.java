package io.perigee.cli.bench;

import io.perigee.benchmarks.micro.Microbenchmarks;
import io.perigee.cli.terminal.CommandFailure;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code perigee bench micro}. */
@Command(
        name = "micro",
        header = "Time the steps of a hit with JMH: key, lookup, freshness, headers, invalidation marks.",
        description =
                "Prints nanoseconds and heap bytes (gc.alloc.rate.norm) of each operation. Runs from the source tree: JMH is not part of a distribution.",
        footerHeading = "%nExamples:%n",
        footer = {"  perigee bench micro", "  perigee bench micro InvalidationMarks"})
public final class MicroCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "PATTERN",
            defaultValue = "",
            description = "Only benchmarks whose class and method match this regular expression.")
    private String pattern = "";

    @Override
    public Integer call() {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw CommandFailure.invalid("PATTERN is \"" + pattern + "\"", "expected: a regular expression");
        }
        try {
            Microbenchmarks.run(pattern);
            return 0;
        } catch (IllegalStateException e) {
            throw CommandFailure.failed("the benchmarks failed", String.valueOf(e.getMessage()));
        } catch (NoClassDefFoundError e) {
            throw CommandFailure.failed("JMH is not here", "run ./perigee bench micro from the source tree");
        }
    }
}
