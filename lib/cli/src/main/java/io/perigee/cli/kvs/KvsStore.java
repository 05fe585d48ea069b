package io.perigee.cli.kvs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.cli.connection.Answer;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Column;
import io.perigee.cli.terminal.CommandFailure;
import java.util.List;
import java.util.Map;

/** A key value store at the control plane. */
record KvsStore(String name) {

    /** The most keys of one update. */
    static final int UPDATED_KEYS = 50;

    static final List<Column> COLUMNS = List.of(
            Column.of("NAME", "name"),
            Column.of("KEYS", "itemCount"),
            Column.of("BYTES", "totalSizeInBytes"),
            Column.of("STATUS", "status"),
            Column.of("MODIFIED", "lastModified"),
            Column.of("COMMENT", "comment"));

    static final String COLLECTION = Call.path("key-value-stores");

    String subject() {
        return "kvs/" + name;
    }

    String target() {
        return Call.path("key-value-stores", name);
    }

    String keys() {
        return target() + "/keys";
    }

    /** Its entity tag now, with its quotes. */
    String etag(ControlPlaneClient client) {
        return client.etag(target(), subject()).orElseThrow();
    }

    /**
     * Puts and deletes up to {@link #UPDATED_KEYS} keys, all or none.
     *
     * @param etag of the store as it is
     */
    Answer update(ControlPlaneClient client, String etag, Map<String, String> puts, List<String> deletes) {
        ObjectNode update = JsonNodeFactory.instance.objectNode();
        ArrayNode put = update.putArray("puts");
        puts.forEach((key, value) -> put.addObject().put("key", key).put("value", value));
        ArrayNode delete = update.putArray("deletes");
        deletes.forEach(key -> delete.addObject().put("key", key));
        return client.send(Call.post(keys(), subject(), update.toString()).with("If-Match", etag));
    }

    /** What a store holds, in words. */
    static String held(JsonNode state) {
        return state.path("itemCount").asInt() + " keys, "
                + state.path("totalSizeInBytes").asLong() + " bytes";
    }

    static CommandFailure tooMany(int keys) {
        return CommandFailure.invalid(keys + " keys, expected at most " + UPDATED_KEYS + " at once");
    }
}
