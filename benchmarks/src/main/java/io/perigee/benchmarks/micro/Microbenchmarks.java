package io.perigee.benchmarks.micro;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of this package with JMH, which prints what it finds to standard output. */
public final class Microbenchmarks {

    private static final int ITERATIONS = 5;

    private Microbenchmarks() {}

    /**
     * Runs those whose {@code Class.method} matches a regular expression; prints time and heap allocation of each operation.
     *
     * @throws IllegalStateException if none does, or one fails
     */
    public static void run(String pattern) {
        Options options = new OptionsBuilder()
                .include(pattern)
                .forks(1)
                .warmupIterations(ITERATIONS)
                .measurementIterations(ITERATIONS)
                .warmupTime(TimeValue.seconds(1))
                .measurementTime(TimeValue.seconds(1))
                .addProfiler("gc")
                .shouldFailOnError(true)
                .build();
        results(options);
    }

    /**
     * Runs each once, in this JVM, with few objects: whether they still run, not how fast.
     *
     * @throws IllegalStateException if one fails
     */
    static int runOnce() {
        Options options = new OptionsBuilder()
                .include(Microbenchmarks.class.getPackageName().replace(".", "\\.") + "\\.")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1))
                .param("objects", "100")
                .param("wildcards", "10")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        return results(options);
    }

    /** Who calls this class is compiled without JMH, so that none of its types is in a signature that they see. */
    private static int results(Options options) {
        try {
            return new Runner(options).run().size();
        } catch (RunnerException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
