package io.perigee.cli.rule;

import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions rules delete}. */
@Command(name = "delete", header = "Delete a rule.", description = "Invocations that it has queued are still made.")
final class DeleteRuleCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "RULE", description = "The rule's name.")
    private String name = "";

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. Needed where nobody can be asked, as in a script.")
    private boolean yes;

    @Mixin
    private ConnectionOptions connection;

    DeleteRuleCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        Rule rule = new Rule(name);
        terminal.confirmDeletion(rule.subject(), yes);
        try (ControlPlaneClient client = connection.connect()) {
            Optional<String> etag = rule.etag(client);
            Call delete = Call.delete(rule.target(), rule.subject());
            client.send(etag.isPresent() ? delete.with("If-Match", etag.get()) : delete);
        }
        terminal.out().println(rule.subject() + " deleted");
        return 0;
    }
}
