package io.perigee.cli.setup;

import io.perigee.cli.terminal.Terminal;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code perigee completion}. */
@Command(
        name = "completion",
        header = "Print a script that completes commands and options in bash or zsh.",
        footerHeading = "%nTo use it:%n",
        footer = {
            "  bash, now:     source <(perigee completion bash)",
            "  bash, always:  perigee completion bash > ~/.local/share/bash-completion/completions/perigee",
            "  zsh, always:   echo 'source <(perigee completion zsh)' >> ~/.zshrc"
        })
public final class CompletionCommand implements Callable<Integer> {

    /** Shells for which there is a script. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (shell == Shell.ZSH) {
            terminal.out().println("autoload -Uz compinit bashcompinit && compinit -i && bashcompinit");
        }
        terminal.out().println(AutoComplete.bash("perigee", spec.root().commandLine()));
        return 0;
    }
}
