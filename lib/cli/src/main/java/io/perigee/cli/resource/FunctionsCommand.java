package io.perigee.cli.resource;

import picocli.CommandLine.Command;

/** {@code perigee functions}. */
@Command(
        name = "functions",
        header = "Publish, list, show and delete functions.",
        description =
                "A function is a class of a jar, written against lib/functions. Publishing makes a new version, which every node loads without a restart; requests in flight finish on the old one. A distribution's behavior names the function and the point (viewer-request, origin-request, origin-response, viewer-response).",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee functions deploy ab-test --jar target/functions.jar --entry com.example.AbTest",
            "  perigee functions list",
            "  perigee functions delete ab-test"
        },
        subcommands = {
            DeployCommand.class,
            ListFunctionsCommand.class,
            GetFunctionCommand.class,
            DeleteFunctionCommand.class
        })
public final class FunctionsCommand {}
