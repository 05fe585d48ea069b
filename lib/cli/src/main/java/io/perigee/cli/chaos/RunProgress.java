package io.perigee.cli.chaos;

import io.perigee.chaos.run.ChaosRun;
import io.perigee.cli.terminal.Terminal;
import java.util.Locale;

/** Tells how a run goes, on the error stream: a line for each step and fault, and for the load now and then. */
final class RunProgress implements ChaosRun.Progress {

    private static final int LOAD_EVERY_SECONDS = 5;

    private final Terminal terminal;
    private final long began;
    private volatile long told;

    RunProgress(Terminal terminal) {
        this.terminal = terminal;
        this.began = terminal.nanos().getAsLong();
    }

    @Override
    public void step(String what) {
        print(what);
    }

    @Override
    public void load(long seconds, long ofSeconds, long answered, long failed) {
        if (seconds != told && seconds % LOAD_EVERY_SECONDS == 0) {
            told = seconds;
            print("%d of %d s of load: %,d answers, %,d requests without one"
                    .formatted(seconds, ofSeconds, answered, failed));
        }
    }

    private synchronized void print(String line) {
        double seconds = (terminal.nanos().getAsLong() - began) / 1e9;
        terminal.err().println(String.format(Locale.ROOT, "%7.1f s  %s", seconds, line));
    }
}
