package io.perigee.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The text of {@code docs/reference/cli.md}, from the same model by which command lines are read. */
final class ReferencePage {

    private final List<String> lines = new ArrayList<>();

    private ReferencePage() {}

    static String of(CommandLine root) {
        ReferencePage page = new ReferencePage();
        page.lines.addAll(List.of(
                "# Command line reference",
                "",
                "<!-- Generated from lib/cli: mvn test -pl lib/cli -am -Dperigee.reference=write -->",
                "",
                "Commands end with exit code 0 when it is done, 1 when it failed (refused, out of reach, not finished in",
                "time) and 2 when the command line, a file or a document is not valid; then nothing was tried. Results go",
                "to standard output, errors and progress to standard error."));
        page.commands(root.getSubcommands().values());
        return String.join("\n", page.lines) + "\n";
    }

    private void commands(Collection<CommandLine> commands) {
        for (CommandLine command : commands) {
            command(command);
            commands(command.getSubcommands().values());
        }
    }

    private void command(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        UsageMessageSpec usage = spec.usageMessage();
        lines.addAll(List.of("", "## " + spec.qualifiedName(), "", CommandGroups.summary(spec)));
        int told = usage.header().length > 0 ? 0 : 1;
        for (String paragraph : Arrays.stream(usage.description()).skip(told).toList()) {
            lines.addAll(List.of("", paragraph));
        }
        String synopsis = command.getHelp().synopsis(0).strip();
        lines.addAll(List.of("", "```", synopsis, "```"));
        List<String> rows = Stream.concat(
                        spec.positionalParameters().stream().map(ReferencePage::positional),
                        spec.options().stream()
                                .filter(option -> !option.usageHelp())
                                .map(ReferencePage::option))
                .toList();
        if (!rows.isEmpty()) {
            lines.addAll(List.of("", "| argument | meaning |", "|---|---|"));
            lines.addAll(rows);
        }
        if (usage.footer().length > 0) {
            String heading = usage.footerHeading().replace("%n", "").strip();
            lines.addAll(List.of("", heading, "", "```"));
            Arrays.stream(usage.footer()).map(String::strip).forEach(lines::add);
            lines.add("```");
        }
    }

    private static String positional(PositionalParamSpec parameter) {
        return row(parameter.paramLabel(), parameter);
    }

    private static String option(OptionSpec option) {
        String names = String.join("`, `", option.names());
        return row(option.arity().max() == 0 ? names : names + " " + option.paramLabel(), option);
    }

    private static String candidates(ArgSpec argument) {
        List<String> words = new ArrayList<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(words::add);
        }
        return String.join(", ", words);
    }

    private static String row(String term, ArgSpec argument) {
        String meaning = String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
                .replace("${COMPLETION-CANDIDATES}", candidates(argument));
        return "| `" + term.replace("|", "\\|") + "` | "
                + Ansi.OFF.string(meaning).replace("|", "\\|") + " |";
    }
}
