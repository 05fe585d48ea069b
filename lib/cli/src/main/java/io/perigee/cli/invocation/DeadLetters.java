package io.perigee.cli.invocation;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ControlPlaneClient;
import java.util.List;

/** A function's dead letters at the control plane. */
final class DeadLetters {

    private DeadLetters() {}

    static String path(String function) {
        return Call.path("functions", function, "dead-letters");
    }

    static List<JsonNode> all(ControlPlaneClient client, String function) {
        return client.list(path(function), "after", "function/" + function);
    }
}
