package io.perigee.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;

/** The list of commands in {@code perigee --help}, under headings that say what they are for. */
final class CommandGroups implements IHelpSectionRenderer {

    private static final Map<String, List<String>> GROUPS = groups();

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("Run", List.of("demo", "edge", "regional", "origin", "control"));
        groups.put("Set up", List.of("apply", "functions", "kvs", "delete", "invalidate", "prewarm"));
        groups.put("Look", List.of("status", "nodes", "get", "describe"));
        groups.put("Measure", List.of("bench", "chaos"));
        groups.put("Keep", List.of("backup", "restore"));
        groups.put("Package", List.of("images"));
        groups.put("Help yourself", List.of("config", "completion"));
        return groups;
    }

    @Override
    public String render(Help help) {
        StringBuilder text = new StringBuilder();
        GROUPS.forEach((heading, names) -> {
            TextTable table = TextTable.forColumns(
                    help.colorScheme(),
                    new Column(14, 2, Overflow.SPAN),
                    new Column(help.commandSpec().usageMessage().width() - 14, 2, Overflow.WRAP));
            for (String name : names) {
                Help command = help.subcommands().get(name);
                if (command != null) {
                    table.addRowValues(name, summary(command.commandSpec()));
                }
            }
            text.append(System.lineSeparator()).append(heading).append(':').append(System.lineSeparator());
            text.append(table);
        });
        return text.toString();
    }

    /** What the command is for, in a line. */
    static String summary(CommandSpec command) {
        String[] header = command.usageMessage().header();
        return header.length > 0 ? header[0] : command.usageMessage().description()[0];
    }
}
