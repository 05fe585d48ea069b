package io.perigee.cli.rule;

import picocli.CommandLine.Command;

/** {@code perigee functions rules}. */
@Command(
        name = "rules",
        header = "Invoke functions on schedules and by events: put, list and delete rules.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee functions rules put nightly --schedule 'cron(30 3 * * ? *)' --timezone Europe/Berlin --function tidy",
            "  perigee functions rules put announce --detail-type 'Distribution Deployed' --function announce",
            "  perigee functions rules list"
        },
        subcommands = {PutRuleCommand.class, ListRulesCommand.class, DeleteRuleCommand.class})
public final class RulesCommand {}
