package io.perigee.cli.node;

import io.perigee.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee restore}. */
@Command(
        name = "restore",
        header = "Put a backup into an empty control plane's database.",
        description = {
            "No control plane may use the database meanwhile, and none may have used it before: nothing is ever put over something else. The backup is read to its end before anything is changed.",
            "The change log goes on as another log: nodes that know changes which the backup does not have take all of it anew, and drop what they have cached. With --in-place that is all that is done, for a database that was restored by its own means."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee restore --config control.yaml perigee-2026-11-22.backup",
            "  perigee restore --config control.yaml --in-place"
        })
public final class RestoreCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The control plane's configuration: it says where the database is.")
    private Path config = Path.of("");

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /** One of the two. */
    static final class What {

        @Parameters(paramLabel = "BACKUP", description = "A file that perigee backup has made.")
        private @Nullable Path backup;

        @Option(
                names = "--in-place",
                description = "The database was restored already, from a dump or a snapshot of its volume.")
        private boolean inPlace;
    }

    RestoreCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path backup = what.backup;
        return what.inPlace || backup == null
                ? BackupRun.beginEpoch(terminal, config)
                : BackupRun.restore(terminal, config, backup);
    }
}
