package io.perigee.cli.functiontest;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.TextFiles;
import io.perigee.functions.KeyValues;
import io.perigee.functions.testing.MapKeyValues;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A key value store in a file: {@code {"data": [{"key": …, "value": …}]}} as {@code perigee kvs import} takes it, or {@code {"key": "value"}}. */
final class FileKeyValues {

    private FileKeyValues() {}

    static KeyValues read(Path file) {
        Map<String, String> values = new HashMap<>();
        try {
            JsonObject json = new JsonObject(TextFiles.read("--kvs", file));
            if (json.getValue("data") instanceof JsonArray data) {
                for (int i = 0; i < data.size(); i++) {
                    values.put(
                            data.getJsonObject(i).getString("key"),
                            data.getJsonObject(i).getString("value"));
                }
            } else {
                json.forEach(entry -> values.put(entry.getKey(), String.valueOf(entry.getValue())));
            }
            return new MapKeyValues("local", Map.copyOf(values));
        } catch (DecodeException | ClassCastException | NullPointerException invalid) {
            throw CommandFailure.invalid(
                    "--kvs: " + file + " holds no keys and values",
                    "expected {\"data\": [{\"key\": \"k\", \"value\": \"v\"}]} or {\"k\": \"v\"}");
        }
    }
}
