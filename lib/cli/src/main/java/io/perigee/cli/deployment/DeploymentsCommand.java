package io.perigee.cli.deployment;

import picocli.CommandLine.Command;

/** {@code perigee functions deployments}. */
@Command(
        name = "deployments",
        header = "List, show and stop the deployments that move an alias.",
        description =
                "A deployment is begun with perigee functions deploy --alias and any of --canary, --linear, --bake, --pre-traffic,"
                        + " --post-traffic, --max-error-rate, --max-latency. The control plane goes on with it on its own.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee functions deployments list resize live",
            "  perigee functions deployments get resize live --wait",
            "  perigee functions deployments stop resize live"
        },
        subcommands = {ListDeploymentsCommand.class, GetDeploymentCommand.class, StopDeploymentCommand.class})
public final class DeploymentsCommand {}
