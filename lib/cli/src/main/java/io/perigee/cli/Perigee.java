package io.perigee.cli;

import io.perigee.cli.bench.BenchCommand;
import io.perigee.cli.chaos.ChaosCommand;
import io.perigee.cli.images.ImagesCommand;
import io.perigee.cli.kvs.KvsCommand;
import io.perigee.cli.network.NodesCommand;
import io.perigee.cli.network.StatusCommand;
import io.perigee.cli.node.BackupCommand;
import io.perigee.cli.node.ControlCommand;
import io.perigee.cli.node.EdgeCommand;
import io.perigee.cli.node.OriginCommand;
import io.perigee.cli.node.RegionalCommand;
import io.perigee.cli.node.RestoreCommand;
import io.perigee.cli.prewarm.PrewarmCommand;
import io.perigee.cli.resource.ApplyCommand;
import io.perigee.cli.resource.DeleteCommand;
import io.perigee.cli.resource.DescribeCommand;
import io.perigee.cli.resource.FunctionsCommand;
import io.perigee.cli.resource.GetCommand;
import io.perigee.cli.resource.InvalidateCommand;
import io.perigee.cli.setup.CompletionCommand;
import io.perigee.cli.setup.ConfigCommand;
import io.perigee.cli.terminal.Terminal;
import io.perigee.demo.command.DemoCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command. Without a command of its own it says what there is. */
@Command(
        name = "perigee",
        header = "A CDN that anyone can run.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            EdgeCommand.class,
            RegionalCommand.class,
            OriginCommand.class,
            ControlCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ApplyCommand.class,
            GetCommand.class,
            DescribeCommand.class,
            DeleteCommand.class,
            InvalidateCommand.class,
            PrewarmCommand.class,
            FunctionsCommand.class,
            KvsCommand.class,
            NodesCommand.class,
            StatusCommand.class,
            BenchCommand.class,
            ChaosCommand.class,
            ImagesCommand.class,
            ConfigCommand.class,
            CompletionCommand.class
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  done",
            "  1  it failed: refused, out of reach, or not finished in time",
            "  2  the command line, a file or a document is not valid; nothing was tried"
        })
public final class Perigee implements Callable<Integer> {

    private final Terminal terminal;

    Perigee(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        int exitCode = CommandLines.of(Terminal.ofProcess()).execute(args);
        System.exit(exitCode);
    }

    @Override
    public Integer call() {
        terminal.out().println(Overview.TEXT);
        return 0;
    }
}
