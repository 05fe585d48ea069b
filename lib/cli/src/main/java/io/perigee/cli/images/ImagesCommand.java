package io.perigee.cli.images;

import picocli.CommandLine.Command;

/** {@code perigee images}. */
@Command(
        name = "images",
        header = "Make container images of the services.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = BuildCommand.class)
public final class ImagesCommand {}
