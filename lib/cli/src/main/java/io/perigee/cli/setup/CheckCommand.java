package io.perigee.cli.setup;

import io.perigee.cli.resource.DocumentFiles;
import io.perigee.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code perigee config check}. */
@Command(
        name = "check",
        header = "Check documents, and report everything that is wrong with them.",
        footerHeading = "%nExamples:%n",
        footer = {"  perigee config check distribution.yaml"})
final class CheckCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR|-", description = "What to check.")
    private List<String> sources = List.of();

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        int count = DocumentFiles.read(terminal, sources).size();
        terminal.out().println(count + (count == 1 ? " document is valid" : " documents are valid"));
        return 0;
    }
}
