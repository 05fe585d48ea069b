package io.perigee.cli.node;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import io.perigee.control.ControlConfig;
import io.perigee.control.backup.Backups;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;

/** Copies databases and puts copies back. Apart from the commands, which help and completion look at without loading a database's driver. */
final class BackupRun {

    private static final int DONE = 0;

    private BackupRun() {}

    static int make(Terminal terminal, Path config, Path file) {
        return run(
                () -> {
                    Backups.Done made = backups(config).make(file);
                    return file + ": " + made.count() + " rows, up to entry "
                            + made.header().sequence() + " of the change log";
                },
                terminal);
    }

    static int restore(Terminal terminal, Path config, Path file) {
        return run(
                () -> {
                    Backups.Done restored = backups(config).restore(file);
                    return "restored as it was at " + restored.header().createdAt() + ", at entry "
                            + restored.header().sequence() + "; the change log goes on at " + restored.count()
                            + ". Control planes may be started.";
                },
                terminal);
    }

    static int beginEpoch(Terminal terminal, Path config) {
        return run(
                () -> "the change log goes on at " + backups(config).beginEpoch() + ". Control planes may be started.",
                terminal);
    }

    private static Backups backups(Path config) {
        return Backups.of(NodeConfigFile.read(config, ControlConfig.class), InstantSource.system());
    }

    private interface Work {

        String done() throws IOException;
    }

    private static int run(Work work, Terminal terminal) {
        try {
            terminal.out().println(work.done());
            return DONE;
        } catch (NoSuchFileException e) {
            throw CommandFailure.failed(e.getFile() + ": there is no such file");
        } catch (IOException | IllegalStateException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        }
    }
}
