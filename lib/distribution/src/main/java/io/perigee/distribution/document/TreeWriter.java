package io.perigee.distribution.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.distribution.Resource;
import io.perigee.distribution.describe.Describes;
import java.time.Duration;
import java.util.Collection;
import java.util.TreeMap;

/** Records to trees: every field is written but for those without a value, and in compact trees for those that have their default. */
final class TreeWriter {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private TreeWriter() {}

    static ObjectNode tree(Record value) {
        return tree(value, false);
    }

    /** Without the fields that a reader fills in itself. */
    static ObjectNode compactTree(Record value) {
        return tree(value, true);
    }

    private static ObjectNode tree(Record value, boolean compact) {
        ObjectNode object = NODES.objectNode();
        if (value instanceof Resource) {
            object.put(Documents.KIND, value.getClass().getSimpleName());
        }
        for (Shape.Field field : Shape.of(value.getClass()).fields()) {
            Object fieldValue = field.valueIn(value);
            if (fieldValue != null) {
                JsonNode node = node(fieldValue, compact);
                if (!compact || !isDefault(field, node)) {
                    object.set(field.name(), node);
                }
            }
        }
        return object;
    }

    /** One that is written otherwise than the annotation says it is written out, which does no harm. */
    private static boolean isDefault(Shape.Field field, JsonNode node) {
        Describes describes = field.describes();
        return describes != null
                && !describes.defaultValue().isEmpty()
                && Defaults.tree(describes.defaultValue()).toString().equals(node.toString());
    }

    private static JsonNode node(Object value, boolean compact) {
        return switch (value) {
            case String text -> NODES.textNode(text);
            case Boolean bool -> NODES.booleanNode(bool);
            case Number number -> NODES.numberNode(number.longValue());
            case Duration duration -> NODES.textNode(Durations.format(duration));
            case Enum<?> constant -> NODES.textNode(Shape.documentName(constant));
            case Record record -> tree(record, compact);
            case Collection<?> items -> {
                ArrayNode array = NODES.arrayNode(items.size());
                items.forEach(item -> array.add(node(item, compact)));
                yield array;
            }
            default -> throw new IllegalArgumentException("no document form for " + value.getClass());
        };
    }

    /** The same tree with the fields of each object in alphabetical order. */
    static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
            ObjectNode object = NODES.objectNode();
            object.setAll(fields);
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = NODES.arrayNode(node.size());
            node.forEach(item -> array.add(sorted(item)));
            return array;
        }
        return node;
    }
}
