package io.perigee.cli.setup;

import io.perigee.cli.node.NodeRole;
import io.perigee.cli.resource.DocumentFiles;
import io.perigee.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee config check}. */
@Command(
        name = "check",
        header = "Check documents or a node's configuration, and report everything that is wrong.",
        description =
                "Without --role, the files hold distributions and policies, as perigee apply takes them; what they refer to may be elsewhere.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee config check distribution.yaml policies/",
            "  perigee config check --role edge edge-tokyo-1.yaml"
        })
final class CheckCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR|-", description = "What to check.")
    private List<String> sources = List.of();

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "The files are configurations of nodes of this role: ${COMPLETION-CANDIDATES}.")
    private @Nullable NodeRole role;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (role == null) {
            int count = DocumentFiles.read(terminal, sources).size();
            terminal.out().println(count + (count == 1 ? " document is valid" : " documents are valid"));
            return 0;
        }
        for (String source : sources) {
            role.check(Path.of(source));
            terminal.out().println(source + " is valid");
        }
        return 0;
    }
}
