package io.perigee.control.output;

import io.perigee.control.store.FunctionUsage;
import io.perigee.control.store.LogChunk;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionTier;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What functions of one node have printed and used since the batch before; {@code CollectedOutput} of lib/delivery writes it.
 *
 * <pre>
 * {"node": …, "region": …, "run": …, "batch": 1,
 *  "printed": [{"function": …, "version": 1, "lines": [{"at": millis, "requestId": …, "text": …}]}],
 *  "used": [{"function": …, "version": 1, "tier": …, "minute": since 1970, "invocations": …, "errors": …, "throttles": …,
 *            "durationMicros": …, "billedMillis": …, "megabyteMillis": …, "latency": [17 counts]}]}
 * </pre>
 *
 * @param run one life of the node's process
 * @param number from 1, one more with each batch of the run
 */
public record OutputBatch(String node, String run, long number, List<LogChunk> printed, List<FunctionUsage> used) {

    public OutputBatch {
        printed = List.copyOf(printed);
        used = List.copyOf(used);
    }

    /**
     * Out of what nodes send.
     *
     * @param now epoch milliseconds
     * @throws RuntimeException if it is of another form
     */
    public static OutputBatch read(JsonObject json, long now) {
        String node = json.getString("node");
        List<LogChunk> chunks = new ArrayList<>();
        for (Object each : json.getJsonArray("printed")) {
            JsonObject chunk = (JsonObject) each;
            FunctionId function = function(chunk);
            JsonArray lines = chunk.getJsonArray("lines");
            chunks.add(new LogChunk(
                    0,
                    function.name(),
                    function.version(),
                    json.getString("region"),
                    node,
                    now,
                    lastAt(lines),
                    lines.encode()));
        }
        List<FunctionUsage> uses = new ArrayList<>();
        for (Object each : json.getJsonArray("used")) {
            uses.add(usage((JsonObject) each));
        }
        return new OutputBatch(node, json.getString("run"), json.getLong("batch"), chunks, uses);
    }

    private static FunctionId function(JsonObject json) {
        return new FunctionId(json.getString("function"), json.getLong("version"));
    }

    private static long lastAt(JsonArray lines) {
        long last = 0;
        for (Object each : lines) {
            JsonObject line = (JsonObject) each;
            if (line.getString("text") == null || line.getString("requestId") == null) {
                throw new IllegalArgumentException("a line without text or requestId");
            }
            last = Math.max(last, line.getLong("at"));
        }
        return last;
    }

    private static FunctionUsage usage(JsonObject json) {
        FunctionId function = function(json);
        return new FunctionUsage(
                function.name(),
                function.version(),
                FunctionUsage.MINUTE,
                json.getLong("minute") * FunctionUsage.MINUTE * 1_000,
                FunctionTier.valueOf(json.getString("tier")).name(),
                json.getLong("invocations"),
                json.getLong("errors"),
                json.getLong("throttles"),
                json.getLong("durationMicros"),
                json.getLong("billedMillis"),
                json.getLong("megabyteMillis"),
                json.getJsonArray("latency").stream()
                        .map(count -> ((Number) count).longValue())
                        .toList());
    }
}
