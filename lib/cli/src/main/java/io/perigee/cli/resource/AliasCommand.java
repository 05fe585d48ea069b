package io.perigee.cli.resource;

import picocli.CommandLine.Command;

/** {@code perigee functions alias}. */
@Command(
        name = "alias",
        header = "List, set and delete the aliases of functions.",
        description =
                "An alias is a name for a version that distributions can use in its place. Moving the alias moves all"
                        + " of them; with a weight another version gets a share of the calls.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee functions alias set resize live --version 3",
            "  perigee functions alias set resize live --version 3 --weight 4=0.1",
            "  perigee functions alias list resize"
        },
        subcommands = {ListAliasesCommand.class, SetAliasCommand.class, DeleteAliasCommand.class})
final class AliasCommand {}
