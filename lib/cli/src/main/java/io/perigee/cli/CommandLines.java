package io.perigee.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.OutputFormat;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Times;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line with all that is not in the commands' annotations. */
final class CommandLines {

    private CommandLines() {}

    static CommandLine of(Terminal terminal) {
        CommandLine line = new CommandLine(Perigee.class, new Factory(terminal))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setUsageHelpWidth(100)
                .setUsageHelpAutoWidth(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .registerConverter(Duration.class, new Times.Converter())
                .registerConverter(OutputFormat.class, new OutputFormat.Converter())
                .setParameterExceptionHandler((e, args) -> misused(e))
                .setExecutionExceptionHandler((e, command, result) -> failed(e, command));
        line.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, new CommandGroups());
        line.getHelpSectionMap().remove(SECTION_KEY_COMMAND_LIST_HEADING);
        explainable(line);
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print the version and end.")
                        .build());
        return line;
    }

    private static void explainable(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (!spec.optionsMap().containsKey("--help")) {
            spec.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Explain the command and end.")
                    .build());
        }
        command.getSubcommands().values().forEach(CommandLines::explainable);
    }

    private static int misused(ParameterException e) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        String unknown = e instanceof UnmatchedArgumentException unmatched
                        && unmatched.getUnmatched().size() == 1
                ? "\"" + unmatched.getUnmatched().getFirst() + "\" is nothing that "
                        + command.getCommandSpec().qualifiedName() + " takes"
                : lowerCaseFirst(String.valueOf(e.getMessage()));
        err.println("perigee: " + unknown);
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Explained by: " + command.getCommandSpec().qualifiedName() + " --help");
        return CommandFailure.INVALID;
    }

    private static String lowerCaseFirst(String message) {
        return message.isEmpty() ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private static int failed(Exception e, CommandLine command) throws Exception {
        if (!(e instanceof CommandFailure failure)) {
            throw e;
        }
        command.getErr().println("perigee: " + failure.getMessage());
        failure.details().forEach(line -> command.getErr().println("  " + line));
        return failure.exitCode();
    }

    /** Makes commands, which get the terminal, and mixins of theirs, by their constructors. */
    private record Factory(Terminal terminal) implements IFactory {

        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                Class<?>[] parameters = constructor.getParameterTypes();
                if (parameters.length > 0 && parameters[0] == Terminal.class) {
                    constructor.setAccessible(true);
                    Object[] arguments = new Object[parameters.length];
                    arguments[0] = terminal;
                    for (int i = 1; i < arguments.length; i++) {
                        arguments[i] = create(parameters[i]);
                    }
                    return type.cast(constructor.newInstance(arguments));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
