package io.perigee.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.change.ResourceKind;
import io.perigee.distribution.Limits;
import io.perigee.distribution.document.Schemas;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The schemas of requests and answers: the documents' own, and what the API wraps around them. */
final class ApiSchemas {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ApiSchemas() {}

    static ObjectNode all() {
        ObjectNode schemas = Schemas.openApiComponents();
        schemas.set(
                "Problem",
                object(
                        field("type", text()),
                        field("title", text()),
                        field("status", integer()),
                        field("detail", text()),
                        optional("violations", list(reference("Violation")))));
        schemas.set(
                "Violation", object(field("field", text()), field("value", nullableText()), field("expected", text())));
        schemas.set(
                "Progress",
                object(
                        field("applied", integer()),
                        field("lagging", integer()),
                        field("nodes", integer()),
                        field("waitingFor", list(text())),
                        field("settling", flag())));
        for (ResourceKind kind : ResourceKind.values()) {
            String name = ResourceOperations.schema(kind);
            schemas.set(name, resourceState(kind));
            schemas.set(name + "List", page(name, "string"));
        }
        invalidations(schemas);
        prewarms(schemas);
        functions(schemas);
        aliases(schemas);
        keyValueStores(schemas);
        InvocationSchemas.put(schemas);
        ConcurrencySchemas.put(schemas);
        FunctionOutputSchemas.put(schemas);
        DeploymentSchemas.put(schemas);
        LiveSchemas.put(schemas);
        network(schemas);
        nodes(schemas);
        return schemas;
    }

    private static ObjectNode resourceState(ResourceKind kind) {
        return object(
                field("kind", NODES.objectNode().put("const", kind.documentKind())),
                field("id", text()),
                field("managed", flag()),
                field("etag", text()),
                optional("sequence", integer()),
                optional("updatedAt", time()),
                field("status", oneOf(Status.IN_PROGRESS, Status.DEPLOYED)),
                optional("progress", reference("Progress")),
                field("document", reference(kind.documentKind())));
    }

    private static void invalidations(ObjectNode schemas) {
        ObjectNode own = schemas.withObjectProperty("Invalidation").withObjectProperty("properties");
        ObjectNode request = NODES.objectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = request.putObject("properties");
        properties.set("paths", own.get("paths"));
        properties.set("tags", own.get("tags"));
        properties.set("soft", own.get("soft"));
        properties.set("callerReference", own.get("callerReference"));
        for (String either : List.of("paths", "tags")) {
            request.withArrayProperty("anyOf").addObject().putArray("required").add(either);
        }
        schemas.set("InvalidationRequest", request);
        schemas.set(
                "InvalidationState",
                object(
                        field("id", text()),
                        field("distributionId", text()),
                        field("callerReference", text()),
                        field("paths", list(text())),
                        field("tags", list(text())),
                        field("soft", flag()),
                        field("sequence", integer()),
                        field("createdAt", time()),
                        field("status", oneOf(Status.IN_PROGRESS, Status.COMPLETED)),
                        field("progress", reference("Progress"))));
        schemas.set("InvalidationStateList", page("InvalidationState", "integer"));
    }

    private static void prewarms(ObjectNode schemas) {
        schemas.set(
                "PrewarmState",
                object(
                        field("id", text()),
                        field("distributionId", text()),
                        field("createdAt", time()),
                        field("status", oneOf("Running", "Finished", "Cancelled")),
                        field("edges", integer()),
                        field("requests", integer()),
                        field("done", integer()),
                        field("filled", integer()),
                        field("present", integer()),
                        field("uncacheable", integer()),
                        field("failed", integer()),
                        field("bytes", integer()),
                        field(
                                "samples",
                                list(object(
                                        field("edge", text()),
                                        field("path", text()),
                                        field("outcome", oneOf("uncacheable", "failed")),
                                        field("reason", text()))))));
        schemas.set("PrewarmStateList", object(field("items", list(reference("PrewarmState")))));
    }

    private static void functions(ObjectNode schemas) {
        schemas.set(
                "FunctionVersionState",
                object(
                        optional("name", text()),
                        field("version", integer()),
                        field("sha256", text()),
                        field("size", integer()),
                        field("runtime", text()),
                        field("handler", text()),
                        field("memorySize", integer()),
                        field("timeout", integer()),
                        optional("keyValueStore", text()),
                        field("publishedAt", time()),
                        field("sequence", integer()),
                        field("status", oneOf(Status.IN_PROGRESS, Status.DEPLOYED)),
                        field("progress", reference("Progress"))));
        schemas.set(
                "FunctionState",
                object(
                        field("name", text()),
                        field("latest", integer()),
                        field("versions", list(reference("FunctionVersionState")))));
        schemas.set("FunctionStateList", object(field("items", list(reference("FunctionState")))));
    }

    private static void aliases(ObjectNode schemas) {
        ObjectNode weights = type("object");
        weights.set("additionalProperties", type("number").put("minimum", 0).put("maximum", 1));
        ObjectNode routing = object(optional("additionalVersionWeights", weights));
        ObjectNode version = text().put("pattern", "^[1-9][0-9]{0,8}$");
        schemas.set(
                "FunctionAliasRequest",
                object(
                        optional("name", text()),
                        field("functionVersion", version),
                        optional("description", text().put("maxLength", 256)),
                        optional("routingConfig", routing)));
        schemas.set(
                "FunctionAliasState",
                object(
                        field("name", text()),
                        field("functionVersion", version),
                        field("description", text()),
                        field("routingConfig", routing),
                        field("etag", text()),
                        field("sequence", integer()),
                        field("updatedAt", time()),
                        field("status", oneOf(Status.IN_PROGRESS, Status.DEPLOYED)),
                        field("progress", reference("Progress"))));
        schemas.set("FunctionAliasStateList", object(field("items", list(reference("FunctionAliasState")))));
    }

    private static void keyValueStores(ObjectNode schemas) {
        ObjectNode value = text().put("maxLength", Limits.VALUE_LENGTH);
        ObjectNode item = object(field("key", text()), field("value", value));
        schemas.set("KeyValue", item);
        schemas.set("KeyValueList", page("KeyValue", "string"));
        schemas.set("ValueRequest", object(field("value", value)));
        schemas.set("KeyValueStoreRequest", object(optional("comment", text())));
        schemas.set(
                "KeyValueUpdate",
                object(optional("puts", list(item)), optional("deletes", list(object(field("key", text()))))));
        schemas.set(
                "KeyValueStoreState",
                object(
                        field("name", text()),
                        field("comment", text()),
                        field("itemCount", integer()),
                        field("totalSizeInBytes", integer()),
                        field("created", time()),
                        field("lastModified", time()),
                        field("etag", text()),
                        field("sequence", integer()),
                        field("status", oneOf(Status.IN_PROGRESS, Status.DEPLOYED)),
                        field("progress", reference("Progress"))));
        schemas.set("KeyValueStoreStateList", object(field("items", list(reference("KeyValueStoreState")))));
    }

    private static void network(ObjectNode schemas) {
        schemas.set("RoleCount", object(field("total", integer()), field("ready", integer())));
        schemas.set(
                "EntryInProgress",
                object(field("sequence", integer()), field("kind", text()), field("acceptedAt", time())));
        schemas.set(
                "NetworkStatus",
                object(
                        field("network", text()),
                        field("version", text()),
                        field("log", text()),
                        field("head", integer()),
                        field("completed", integer()),
                        field("settling", flag()),
                        field("distributions", integer()),
                        field("functions", integer()),
                        field(
                                "nodes",
                                object(
                                        field("edge", reference("RoleCount")),
                                        field("regional", reference("RoleCount")),
                                        field("origin", reference("RoleCount")),
                                        field("control", reference("RoleCount")))),
                        field("inProgress", list(reference("EntryInProgress")))));
        schemas.set(
                "LogPage",
                object(
                        field("log", text()),
                        field(
                                "entries",
                                list(object(
                                        field("sequence", integer()),
                                        field("kind", text()),
                                        field("payload", text()))))));
        schemas.set("Snapshot", object(field("log", text()), field("config", type("object"))));
        schemas.set("OpenApi", type("object"));
    }

    private static void nodes(ObjectNode schemas) {
        schemas.set(
                "Node",
                object(
                        field("id", text()),
                        field("role", oneOf("edge", "regional", "origin", "control")),
                        field("region", text()),
                        field("location", text()),
                        field("latitude", type("number")),
                        field("longitude", type("number")),
                        optional("publicUrl", text()),
                        optional("internalUrl", text()),
                        optional("managementUrl", text()),
                        field("version", text()),
                        field("state", oneOf("starting", "ready", "draining")),
                        field("startedAt", time()),
                        field("silentMillis", integer()),
                        optional("applied", integer()),
                        optional("lag", integer()),
                        optional("lease", oneOf("kept", "lost")),
                        optional("gauges", type("object"))));
        schemas.set("NodeList", object(field("items", list(reference("Node")))));
    }

    record Field(String name, JsonNode schema, boolean required) {}

    static Field field(String name, JsonNode schema) {
        return new Field(name, schema, true);
    }

    static Field optional(String name, JsonNode schema) {
        return new Field(name, schema, false);
    }

    static ObjectNode object(Field... fields) {
        ObjectNode object = type("object").put("additionalProperties", false);
        ObjectNode properties = object.putObject("properties");
        var required = object.putArray("required");
        for (Field field : fields) {
            properties.set(field.name(), field.schema());
            if (field.required()) {
                required.add(field.name());
            }
        }
        return object;
    }

    static ObjectNode page(String item, String next) {
        return object(field("items", list(reference(item))), optional("next", type(next)));
    }

    static ObjectNode list(JsonNode item) {
        ObjectNode list = type("array");
        list.set("items", item);
        return list;
    }

    static ObjectNode oneOf(String... values) {
        ObjectNode schema = text();
        Arrays.stream(values).forEach(schema.putArray("enum")::add);
        return schema;
    }

    private static ObjectNode nullableText() {
        ObjectNode schema = NODES.objectNode();
        Set.of("string", "null").stream().sorted().forEach(schema.putArray("type")::add);
        return schema;
    }

    static ObjectNode time() {
        return text().put("format", "date-time");
    }

    static ObjectNode text() {
        return type("string");
    }

    static ObjectNode integer() {
        return type("integer");
    }

    static ObjectNode flag() {
        return type("boolean");
    }

    static ObjectNode type(String name) {
        return NODES.objectNode().put("type", name);
    }

    static ObjectNode reference(String schema) {
        return NODES.objectNode().put("$ref", "#/components/schemas/" + schema);
    }
}
