package io.perigee.control.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.perigee.control.api.Operation.Access;
import io.perigee.control.api.Operation.Content;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The API's description as an OpenAPI 3.1 document, made of the operations that are served. */
final class OpenApi {

    private static final String TOKEN = "token";
    private static final String NETWORK_KEY = "networkKey";

    private OpenApi() {}

    static ObjectNode document(List<Operation> operations) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("openapi", "3.1.0");
        ObjectNode info = document.putObject("info");
        info.put("title", "Perigee control plane");
        info.put("version", "1");
        info.put(
                "description",
                "Applies distributions and policies, publishes functions, invalidates, and tells the network's state.");
        info.putObject("license").put("name", "Apache-2.0").put("identifier", "Apache-2.0");
        ObjectNode paths = document.putObject("paths");
        for (Operation operation : operations) {
            ObjectNode path = paths.withObjectProperty(operation.path());
            path.set(operation.method().name().toLowerCase(Locale.ROOT), operation(operation));
        }
        ObjectNode components = document.putObject("components");
        components.set("schemas", ApiSchemas.all());
        ObjectNode security = components.putObject("securitySchemes");
        security.putObject(TOKEN)
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "A token of the control plane's token file.");
        security.putObject(NETWORK_KEY)
                .put("type", "apiKey")
                .put("in", "header")
                .put("name", "Perigee-Auth")
                .put("description", "A signature with the network's key, which nodes make for each request.");
        return document;
    }

    private static ObjectNode operation(Operation operation) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("operationId", operation.id());
        json.put("summary", operation.summary());
        var security = json.putArray("security");
        switch (operation.access()) {
            case ANYBODY -> {}
            case OPERATORS -> security.addObject().putArray(TOKEN);
            case NODES -> security.addObject().putArray(NETWORK_KEY);
        }
        parameters(operation, json);
        switch (operation.content()) {
            case Content.None() -> {}
            case Content.Document(String schema) -> {
                ObjectNode content =
                        json.putObject("requestBody").put("required", true).putObject("content");
                for (String type : List.of("application/json", "application/yaml")) {
                    content.putObject(type).set("schema", reference(schema));
                }
            }
            case Content.Code() ->
                packages(json.putObject("requestBody").put("required", true).putObject("content"));
            case Content.Payload() ->
                json.putObject("requestBody").putObject("content").putObject("application/json");
        }
        responses(operation, json.putObject("responses"));
        return json;
    }

    private static void parameters(Operation operation, ObjectNode json) {
        boolean guarded = operation.query().stream()
                .anyMatch(parameter -> parameter.name().equals(Refusals.FORCE));
        if (operation.pathParameters().isEmpty() && operation.query().isEmpty()) {
            return;
        }
        var parameters = json.putArray("parameters");
        for (String name : operation.pathParameters()) {
            parameters.add(parameter("path", name, "string").put("required", true));
        }
        for (Operation.Parameter parameter : operation.query()) {
            parameters.add(
                    parameter("query", parameter.name(), parameter.type()).put("description", parameter.description()));
        }
        if (guarded) {
            parameters.add(parameter("header", "If-Match", "string")
                    .put("description", "The entity tag of the resource as the caller knows it."));
            parameters.add(parameter("header", "If-None-Match", "string")
                    .put("description", "*: only if there is no such resource."));
        }
    }

    private static ObjectNode parameter(String in, String name, String type) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("in", in).put("name", name);
        json.putObject("schema").put("type", type);
        return json;
    }

    private static void responses(Operation operation, ObjectNode responses) {
        operation.answers().forEach((status, schema) -> {
            ObjectNode response = response(responses, status);
            if (schema.equals(Operation.BYTES)) {
                response.putObject("content").putObject("application/octet-stream");
            } else if (schema.equals(Operation.EVENTS)) {
                response.putObject("content").putObject(Operation.EVENTS);
            } else if (!schema.isEmpty()) {
                response.putObject("content").putObject("application/json").set("schema", reference(schema));
            }
        });
        Set<Integer> problems = new TreeSet<>(operation.problems());
        problems.add(400);
        problems.add(500);
        problems.add(503);
        if (operation.access() != Access.ANYBODY) {
            problems.add(401);
        }
        for (int status : problems) {
            response(responses, status)
                    .putObject("content")
                    .putObject(Problem.TYPE)
                    .set("schema", reference("Problem"));
        }
    }

    private static ObjectNode response(ObjectNode responses, int status) {
        return responses
                .putObject(Integer.toString(status))
                .put("description", HttpResponseStatus.valueOf(status).reasonPhrase());
    }

    private static void packages(ObjectNode content) {
        for (String type : List.of("application/java-archive", "application/zip", "text/javascript")) {
            content.putObject(type);
        }
    }

    private static ObjectNode reference(String schema) {
        return JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + schema);
    }
}
