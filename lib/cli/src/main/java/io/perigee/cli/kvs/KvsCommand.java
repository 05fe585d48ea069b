package io.perigee.cli.kvs;

import picocli.CommandLine.Command;

/** {@code perigee kvs}. */
@Command(
        name = "kvs",
        header = "Create, read and change key value stores, which CloudFront Functions read.",
        description =
                "A function of runtime cloudfront-js-2.0 reads the store that it was published with (perigee functions deploy --kvs STORE). Changes reach every edge within moments, without a new version of the function.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee kvs create redirects",
            "  perigee kvs put redirects /old=/new /older=/new",
            "  perigee kvs import redirects redirects.json",
            "  perigee kvs keys redirects"
        },
        subcommands = {
            CreateCommand.class,
            ListCommand.class,
            DescribeCommand.class,
            KeysCommand.class,
            GetCommand.class,
            PutCommand.class,
            RemoveCommand.class,
            ImportCommand.class,
            DeleteCommand.class
        })
public final class KvsCommand {}
