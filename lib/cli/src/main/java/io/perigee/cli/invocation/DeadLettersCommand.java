package io.perigee.cli.invocation;

import picocli.CommandLine.Command;

/** {@code perigee functions dead-letters}. */
@Command(
        name = "dead-letters",
        header = "Asynchronous invocations that were given up: list, show, replay, delete.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {"  perigee functions dead-letters list resize", "  perigee functions dead-letters replay resize --all"
        },
        subcommands = {
            ListDeadLettersCommand.class,
            ShowDeadLetterCommand.class,
            ReplayDeadLettersCommand.class,
            DeleteDeadLettersCommand.class
        })
public final class DeadLettersCommand {}
