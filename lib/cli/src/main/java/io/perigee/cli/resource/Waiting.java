package io.perigee.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Progress;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Waits until all nodes have applied a change, and shows how far they are meanwhile. */
final class Waiting {

    /** How long the control plane holds one request back; short, so that progress is seen. */
    private static final int SECONDS_PER_REQUEST = 2;

    private final Terminal terminal;
    private final ControlPlaneClient client;
    private final Duration limit;

    Waiting(Terminal terminal, ControlPlaneClient client, Duration limit) {
        this.terminal = terminal;
        this.client = client;
        this.limit = limit;
    }

    /**
     * Returns when {@code status} is {@code goal}.
     *
     * @param state where status and progress are in what the control plane answers
     * @return how long that took
     * @throws CommandFailure if it takes longer than the limit; names the nodes that lag
     */
    Duration until(String goal, String target, String subject, UnaryOperator<JsonNode> state) {
        long start = terminal.nanos().getAsLong();
        try (Progress progress = terminal.progress("waiting for " + subject)) {
            while (true) {
                JsonNode now = state.apply(client.send(Call.get(target + "?wait=" + SECONDS_PER_REQUEST, subject))
                        .body());
                JsonNode acknowledged = now.path("progress");
                Duration taken = Duration.ofNanos(terminal.nanos().getAsLong() - start);
                if (now.path("status").asText().equals(goal)) {
                    return taken;
                }
                String lagging = lagging(acknowledged);
                progress.at(
                        acknowledged.path("applied").asLong(),
                        acknowledged.path("nodes").asLong(),
                        lagging.isEmpty() ? "" : "waiting for " + lagging);
                if (taken.compareTo(limit) >= 0) {
                    throw CommandFailure.failed(
                            subject + " is accepted, but not " + goal + " on every node after " + Times.shown(limit),
                            lagging.isEmpty() ? List.of() : List.of("waiting for " + lagging));
                }
            }
        }
    }

    /** The nodes that have yet to apply it, or why none is known. */
    private static String lagging(JsonNode progress) {
        List<String> nodes = new ArrayList<>();
        progress.path("waitingFor").forEach(node -> nodes.add(node.asText()));
        int more = progress.path("lagging").asInt() - nodes.size();
        if (nodes.isEmpty()) {
            return progress.path("settling").asBoolean()
                    ? "nodes that have not come back since the control plane started"
                    : "";
        }
        return String.join(" ", nodes) + (more > 0 ? " and " + more + " more" : "");
    }
}
