package io.perigee.cli.setup;

import picocli.CommandLine.Command;

/** {@code perigee config}. */
@Command(
        name = "config",
        header = "Check files without a network.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = CheckCommand.class)
public final class ConfigCommand {}
