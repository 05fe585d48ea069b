package io.perigee.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.cli.connection.Answer;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Column;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A function's alias at the control plane. */
record Alias(String function, String name) {

    static final List<Column> COLUMNS = List.of(
            Column.of("ALIAS", "name"),
            Column.of("VERSION", "functionVersion"),
            new Column("WEIGHTS", Alias::weights),
            Column.of("STATUS", "status"),
            Column.of("UPDATED", "updatedAt"),
            Column.of("DESCRIPTION", "description"));

    String subject() {
        return "alias/" + function + "/" + name;
    }

    String target() {
        return Call.path("functions", function, "aliases", name);
    }

    /** Creates it, or moves it as it is now, and not if somebody moves it at the same moment. */
    Answer set(ControlPlaneClient client, int version, Map<Integer, Double> weights, String description) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("functionVersion", Integer.toString(version));
        document.put("description", description);
        ObjectNode additional = document.putObject("routingConfig").putObject("additionalVersionWeights");
        weights.forEach((other, weight) -> additional.put(Integer.toString(other), weight));
        Call put = Call.put(target(), subject(), "application/json", BodyPublishers.ofString(document.toString()));
        Optional<String> etag = client.find(Call.get(target(), subject())).map(Answer::etag);
        return client.send(etag.isPresent() ? put.with("If-Match", etag.get()) : put.with("If-None-Match", "*"));
    }

    /** Whether it sends all calls to that version. */
    static boolean stands(JsonNode alias, int version) {
        return alias.path("functionVersion").asInt() == version
                && weights(alias).isEmpty();
    }

    /** Such as {@code 4=0.1}. */
    static String weights(JsonNode alias) {
        return alias.path("routingConfig").path("additionalVersionWeights").properties().stream()
                .map(weight -> weight.getKey() + "=" + weight.getValue().asText())
                .collect(Collectors.joining(","));
    }
}
