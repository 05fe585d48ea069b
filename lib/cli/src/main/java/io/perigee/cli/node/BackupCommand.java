package io.perigee.cli.node;

import io.perigee.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code perigee backup}. */
@Command(
        name = "backup",
        header = "Copy a control plane's database into a file, while it runs or not.",
        description =
                "All that operators have put in is copied as it is at one moment, and the file is read again before the command ends. The network's keys, the API's tokens and configuration files are not in it.",
        footerHeading = "%nExample:%n",
        footer = "  perigee backup --config control.yaml --output perigee.backup")
public final class BackupCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The control plane's configuration: it says where the database is.")
    private Path config = Path.of("");

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "The file to make; it must not be there.")
    private Path output = Path.of("");

    BackupCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return BackupRun.make(terminal, config, output);
    }
}
