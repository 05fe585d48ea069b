package io.perigee.control.api;

import static io.perigee.control.api.ApiSchemas.field;
import static io.perigee.control.api.ApiSchemas.integer;
import static io.perigee.control.api.ApiSchemas.list;
import static io.perigee.control.api.ApiSchemas.object;
import static io.perigee.control.api.ApiSchemas.oneOf;
import static io.perigee.control.api.ApiSchemas.optional;
import static io.perigee.control.api.ApiSchemas.reference;
import static io.perigee.control.api.ApiSchemas.text;
import static io.perigee.control.api.ApiSchemas.time;
import static io.perigee.control.api.ApiSchemas.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.api.ApiSchemas.Field;
import java.util.ArrayList;
import java.util.List;

/** The schemas of what is answered about the network's traffic. */
final class LiveSchemas {

    private LiveSchemas() {}

    static void put(ObjectNode schemas) {
        schemas.set(
                "NodeTick",
                object(
                        field("id", text()),
                        field("role", oneOf("edge", "regional", "origin", "control")),
                        field("region", text()),
                        field("state", oneOf("starting", "ready", "draining")),
                        field("silentMillis", integer()),
                        optional("applied", integer()),
                        optional("lag", integer()),
                        optional("lease", oneOf("kept", "lost")),
                        optional("requests", integer()),
                        optional("hits", integer()),
                        optional("upstream", integer()),
                        optional("errors", integer()),
                        optional("bytes", integer()),
                        optional("viewers", counts())));
        schemas.set(
                "Tick",
                object(
                        field("at", time()),
                        field("seconds", integer()),
                        field("head", integer()),
                        field("completed", integer()),
                        field("nodes", list(reference("NodeTick")))));
        schemas.set("TickList", object(field("ticks", list(reference("Tick")))));
        schemas.set("TrafficPoint", figures(List.of(field("at", time()), field("seconds", integer()))));
        List<Field> details =
                List.of(field("outcomes", counts()), field("reasons", counts()), field("statuses", counts()));
        List<Field> ofEdges = new ArrayList<>(details);
        ofEdges.add(field("countries", list(object(field("country", text()), field("requests", integer())))));
        ofEdges.add(field(
                "urls",
                list(object(field("url", text()), field("distribution", text()), field("requests", integer())))));
        schemas.set("EdgeTraffic", figures(ofEdges));
        schemas.set("RegionalTraffic", figures(details));
        schemas.set("DistributionTraffic", figures(List.of(field("id", text()))));
        schemas.set(
                "Traffic",
                object(
                        field("from", time()),
                        field("to", time()),
                        field(
                                "series",
                                object(
                                        field("edge", list(reference("TrafficPoint"))),
                                        field("regional", list(reference("TrafficPoint"))))),
                        field(
                                "totals",
                                object(
                                        field("edge", reference("EdgeTraffic")),
                                        field("regional", reference("RegionalTraffic")))),
                        field("distributions", list(reference("DistributionTraffic")))));
        schemas.set(
                "CountryList",
                object(field(
                        "items",
                        list(object(
                                field("code", text()),
                                field("name", text()),
                                field("latitude", type("number")),
                                field("longitude", type("number")))))));
    }

    private static ObjectNode figures(List<Field> others) {
        List<Field> fields = new ArrayList<>(others);
        for (String name : List.of("requests", "hits", "upstream", "errors", "bytes", "hitBytes")) {
            fields.add(field(name, integer()));
        }
        for (String name : List.of("p50", "p90", "p99")) {
            fields.add(field(name, integerOrNull()));
        }
        return object(fields.toArray(Field[]::new));
    }

    private static JsonNode integerOrNull() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("type").add("integer").add("null");
        return schema;
    }

    private static ObjectNode counts() {
        ObjectNode counts = type("object");
        counts.set("additionalProperties", integer());
        return counts;
    }
}
