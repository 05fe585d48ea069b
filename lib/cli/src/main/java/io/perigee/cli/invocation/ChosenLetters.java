package io.perigee.cli.invocation;

import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.CommandFailure;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which of a function's dead letters a command is about. */
final class ChosenLetters {

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name.")
    private String function = "";

    @Parameters(index = "1..*", paramLabel = "REQUEST", description = "Request ids.")
    private List<String> requests = List.of();

    @Option(names = "--all", description = "All of the function's dead letters.")
    private boolean all;

    /** The function's name. */
    String function() {
        return function;
    }

    List<String> requests(ControlPlaneClient client) {
        if (all && !requests.isEmpty()) {
            throw CommandFailure.invalid("request ids, or --all, not both");
        }
        if (all) {
            return DeadLetters.all(client, function).stream()
                    .map(letter -> letter.path("requestId").asText())
                    .toList();
        }
        if (requests.isEmpty()) {
            throw CommandFailure.invalid("no request id is given", "name some, or say --all");
        }
        return requests;
    }
}
