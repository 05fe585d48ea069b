package io.perigee.control.api;

import static io.perigee.control.api.ApiSchemas.field;
import static io.perigee.control.api.ApiSchemas.flag;
import static io.perigee.control.api.ApiSchemas.integer;
import static io.perigee.control.api.ApiSchemas.list;
import static io.perigee.control.api.ApiSchemas.object;
import static io.perigee.control.api.ApiSchemas.oneOf;
import static io.perigee.control.api.ApiSchemas.optional;
import static io.perigee.control.api.ApiSchemas.reference;
import static io.perigee.control.api.ApiSchemas.text;
import static io.perigee.control.api.ApiSchemas.time;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.output.LogPage;
import io.perigee.control.output.PriceTable;
import io.perigee.control.store.FunctionUsage;
import io.perigee.distribution.LogRetention;
import io.perigee.functions.FunctionTier;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;

/** What is answered about functions' output, and its schemas. */
final class FunctionOutputSchemas {

    private FunctionOutputSchemas() {}

    static void put(ObjectNode schemas) {
        schemas.set("FunctionLog", log());
        schemas.set(
                "LogRetentionState", object(optional("retentionInDays", integer()), field("usualRetention", text())));
        schemas.set("FunctionUsage", usage());
        schemas.set(
                "FunctionUsageList",
                object(field("currency", text()), field("items", list(reference("FunctionUsage")))));
        schemas.set("FunctionOutputBatch", batch());
    }

    private static ObjectNode log() {
        return object(
                field(
                        "items",
                        list(object(
                                field("at", time()),
                                field("version", integer()),
                                field("region", text()),
                                field("node", text()),
                                field("requestId", text()),
                                field("text", text())))),
                field("position", text()),
                field("more", flag()));
    }

    static Answer json(LogPage page) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        page.lines()
                .forEach(line -> items.addObject()
                        .put("at", Instant.ofEpochMilli(line.at()).toString())
                        .put("version", line.version())
                        .put("region", line.region())
                        .put("node", line.node())
                        .put("requestId", line.requestId())
                        .put("text", line.text()));
        json.put("position", page.position().toString());
        json.put("more", page.more());
        return Answer.json(200, json);
    }

    static Answer retention(Optional<LogRetention> own, Duration usual) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        own.ifPresent(retention -> json.put("retentionInDays", retention.retentionInDays()));
        return Answer.json(200, json.put("usualRetention", usual.toString()));
    }

    private static ObjectNode usage() {
        return object(
                field("function", text()),
                field("version", integer()),
                field("tier", tier()),
                field("day", text()),
                field("invocations", integer()),
                field("errors", integer()),
                field("throttles", integer()),
                field("averageMillis", number()),
                field("p50Millis", integer()),
                field("p99Millis", integer()),
                field("billedMillis", integer()),
                field("gigabyteSeconds", number()),
                field("estimatedCost", number()));
    }

    static ObjectNode json(FunctionUsage usage, PriceTable prices) {
        double average = usage.invocations() == 0 ? 0 : usage.durationMicros() / 1_000.0 / usage.invocations();
        return JsonNodeFactory.instance
                .objectNode()
                .put("function", usage.function())
                .put("version", usage.version())
                .put("tier", usage.tier())
                .put(
                        "day",
                        LocalDate.ofInstant(Instant.ofEpochMilli(usage.startedAt()), ZoneOffset.UTC)
                                .toString())
                .put("invocations", usage.invocations())
                .put("errors", usage.errors())
                .put("throttles", usage.throttles())
                .put("averageMillis", average)
                .put("p50Millis", usage.latencyMillis(0.5))
                .put("p99Millis", usage.latencyMillis(0.99))
                .put("billedMillis", usage.billedMillis())
                .put("gigabyteSeconds", PriceTable.gigabyteSeconds(usage))
                .put("estimatedCost", prices.cost(usage));
    }

    private static ObjectNode batch() {
        return object(
                field("node", text()),
                field("region", text()),
                field("run", text()),
                field("batch", integer()),
                field(
                        "printed",
                        list(object(
                                field("function", text()),
                                field("version", integer()),
                                field(
                                        "lines",
                                        list(object(
                                                field("at", integer()),
                                                field("requestId", text()),
                                                field("text", text()))))))),
                field(
                        "used",
                        list(object(
                                field("function", text()),
                                field("version", integer()),
                                field("tier", tier()),
                                field("minute", integer()),
                                field("invocations", integer()),
                                field("errors", integer()),
                                field("throttles", integer()),
                                field("durationMicros", integer()),
                                field("billedMillis", integer()),
                                field("megabyteMillis", integer()),
                                field("latency", list(integer()))))));
    }

    private static ObjectNode tier() {
        return oneOf(Arrays.stream(FunctionTier.values()).map(Enum::name).toArray(String[]::new));
    }

    private static ObjectNode number() {
        return JsonNodeFactory.instance.objectNode().put("type", "number");
    }
}
