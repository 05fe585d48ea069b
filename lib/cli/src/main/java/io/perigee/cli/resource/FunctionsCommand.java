package io.perigee.cli.resource;

import io.perigee.cli.deployment.DeploymentsCommand;
import io.perigee.cli.functiontest.TestCommand;
import io.perigee.cli.invocation.DeadLettersCommand;
import io.perigee.cli.invocation.InvokeCommand;
import io.perigee.cli.output.LogRetentionCommand;
import io.perigee.cli.output.LogsCommand;
import io.perigee.cli.output.UsageCommand;
import io.perigee.cli.rule.RulesCommand;
import picocli.CommandLine.Command;

/** {@code perigee functions}. */
@Command(
        name = "functions",
        header = "Create, deploy, list, show, invoke, test and delete functions, and move their aliases.",
        description =
                "A function is a CloudFront Function (a .js file), a Lambda function (a zip) or a verticle (a class of"
                        + " a jar, written against lib/functions). Publishing makes a new version, which every node loads"
                        + " without a restart; requests in flight finish on the old one. A distribution's behavior names"
                        + " the function, a version, latest or an alias, and the point (viewer-request, origin-request,"
                        + " origin-response, viewer-response).",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee functions deploy ab-test --package target/functions.jar --handler com.example.AbTest",
            "  perigee functions deploy resize --package resize.zip --runtime nodejs22.x --alias live",
            "  perigee functions logs resize --follow",
            "  perigee functions list",
            "  perigee functions delete ab-test"
        },
        subcommands = {
            CreateFunctionCommand.class,
            DeployCommand.class,
            PublishCommand.class,
            ListFunctionsCommand.class,
            GetFunctionCommand.class,
            AliasCommand.class,
            ConcurrencyCommand.class,
            DeploymentsCommand.class,
            DeleteFunctionCommand.class,
            InvokeCommand.class,
            TestCommand.class,
            LogsCommand.class,
            LogRetentionCommand.class,
            UsageCommand.class,
            DeadLettersCommand.class,
            RulesCommand.class
        })
public final class FunctionsCommand {}
