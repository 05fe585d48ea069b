package io.perigee.cli.resource;

import picocli.CommandLine.Command;

/** {@code perigee functions concurrency}. */
@Command(
        name = "concurrency",
        header = "Set, show and delete the reserved and provisioned concurrency of functions.",
        description =
                "Reserved concurrency is kept for a function, and is the most that it gets, in a region; all versions"
                        + " together. Provisioned concurrency keeps environments of a version or alias initialised, so"
                        + " that calls find them warm; for Lambda functions only. Both are divided among the nodes of the"
                        + " region.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee functions concurrency set resize --reserved 200",
            "  perigee functions concurrency set resize --provisioned 10 --version live --region eu",
            "  perigee functions concurrency get resize",
            "  perigee functions concurrency set --account 3000"
        },
        subcommands = {SetConcurrencyCommand.class, GetConcurrencyCommand.class, DeleteConcurrencyCommand.class})
final class ConcurrencyCommand {}
