package io.perigee.cli.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code perigee bench}. */
@Command(
        name = "bench",
        header = "Measure how fast this is, and against what.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PeersCommand.class,
            NetworkCommand.class,
            TailCommand.class,
            MicroCommand.class,
            MemoryCommand.class,
            HitRatioCommand.class,
            FunctionsCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee bench peers",
            "  perigee bench network",
            "  perigee bench tail",
            "  perigee bench micro Lookup",
            "  perigee bench memory",
            "  perigee bench hit-ratio",
            "  perigee bench functions"
        })
public final class BenchCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to measure");
    }
}
