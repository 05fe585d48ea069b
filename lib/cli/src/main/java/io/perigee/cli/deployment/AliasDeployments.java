package io.perigee.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The deployments of an alias at the control plane. */
public record AliasDeployments(ControlPlaneClient client, String function, String alias) {

    /** The alias in words. */
    String subject() {
        return "alias/" + function + "/" + alias;
    }

    private String collection() {
        return Call.path("functions", function, "aliases", alias, "deployments");
    }

    private String target(String id) {
        return collection() + "/" + Call.encoded(id);
    }

    /** Begins to move the alias to that version. */
    public JsonNode create(int version, ShiftOptions options) {
        return client.send(
                        Call.post(collection(), subject(), options.plan(version).toString()))
                .body();
    }

    List<JsonNode> all() {
        List<JsonNode> all = new ArrayList<>();
        client.send(Call.get(collection(), "the deployments of " + subject()))
                .body()
                .path("items")
                .forEach(all::add);
        return all;
    }

    /** The newest one, or that of the id. */
    JsonNode one(@Nullable String id) {
        if (id != null) {
            return get(id, 0);
        }
        List<JsonNode> all = all();
        if (all.isEmpty()) {
            throw CommandFailure.failed("no deployments of " + subject());
        }
        return all.getFirst();
    }

    /** As it is after its next step, or after that many seconds. */
    JsonNode get(String id, int wait) {
        return client.send(Call.get(target(id) + (wait > 0 ? "?wait=" + wait : ""), "deployment " + id))
                .body();
    }

    JsonNode stop(String id, boolean rollback) {
        return client.send(Call.post(target(id) + "/stop?rollback=" + rollback, "deployment " + id, ""))
                .body();
    }

    /** The share of calls that the new version has, such as {@code 10%}. */
    static String share(JsonNode deployment) {
        return String.format(Locale.ROOT, "%.0f%%", deployment.path("weight").asDouble() * 100);
    }
}
