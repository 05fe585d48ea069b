package io.perigee.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.cli.connection.Answer;
import java.lang.reflect.RecordComponent;

/**
 * A resource as the control plane has it.
 *
 * @param answer what the control plane says of it, its status included
 * @param document what an operator applied, with all defaults
 * @param etag guards a replacement; empty where the control plane gave none
 */
record Stored(JsonNode answer, ObjectNode document, String etag) {

    static Stored of(Kind kind, Answer answer) {
        return new Stored(answer.body(), document(kind, answer.body()), answer.etag() == null ? "" : answer.etag());
    }

    /** The answer's fields that belong to the document, with the kind, as {@code apply} takes them. */
    static ObjectNode document(Kind kind, JsonNode answer) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("kind", kind.type().getSimpleName());
        for (RecordComponent component : kind.type().getRecordComponents()) {
            JsonNode value = answer.get(component.getName());
            if (value != null) {
                document.set(component.getName(), value);
            }
        }
        return document;
    }
}
