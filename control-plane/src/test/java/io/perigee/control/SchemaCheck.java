package io.perigee.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The part of JSON Schema 2020-12 that the control plane's description uses; any other keyword is an error. */
final class SchemaCheck {

    private static final List<String> NOTES =
            List.of("description", "default", "format", "x-expected", "properties", "required", "additionalProperties");

    private final JsonNode document;
    private final List<String> faults = new ArrayList<>();

    private SchemaCheck(JsonNode document) {
        this.document = document;
    }

    /** What is wrong with the value, by path; empty: nothing. */
    static List<String> faults(JsonNode document, JsonNode schema, JsonNode value) {
        SchemaCheck check = new SchemaCheck(document);
        check.check("$", schema, value);
        return check.faults;
    }

    private void check(String at, JsonNode schema, JsonNode value) {
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            JsonNode expected = keyword.getValue();
            switch (keyword.getKey()) {
                case "$ref" -> check(at, document.at(expected.asText().substring(1)), value);
                case "type" -> expect(hasType(expected, value), at, expected, value);
                case "const" -> expect(expected.equals(value), at, expected, value);
                case "enum" -> expect(contains(expected, value), at, expected, value);
                case "pattern" ->
                    expect(
                            !value.isTextual()
                                    || Pattern.compile(expected.asText())
                                            .matcher(value.asText())
                                            .find(),
                            at,
                            expected,
                            value);
                case "minimum" -> expect(!value.isNumber() || value.asLong() >= expected.asLong(), at, expected, value);
                case "maximum" -> expect(!value.isNumber() || value.asLong() <= expected.asLong(), at, expected, value);
                case "maxLength" ->
                    expect(!value.isTextual() || value.asText().length() <= expected.asInt(), at, expected, value);
                case "minItems" -> expect(value.size() >= expected.asInt(), at, expected, value);
                case "maxItems" -> expect(value.size() <= expected.asInt(), at, expected, value);
                case "uniqueItems" -> {}
                case "items" -> {
                    for (int i = 0; i < value.size(); i++) {
                        check(at + "[" + i + "]", expected, value.get(i));
                    }
                }
                default -> expect(NOTES.contains(keyword.getKey()), at, keyword.getValue(), value);
            }
        }
        if (schema.has("properties")) {
            object(at, schema, value);
        }
    }

    private void object(String at, JsonNode schema, JsonNode value) {
        for (JsonNode name : schema.path("required")) {
            expect(value.has(name.asText()), at, name, value);
        }
        for (Map.Entry<String, JsonNode> property : value.properties()) {
            JsonNode known = schema.path("properties").path(property.getKey());
            expect(!known.isMissingNode(), at, schema.path("additionalProperties"), property.getValue());
            if (!known.isMissingNode()) {
                check(at + "." + property.getKey(), known, property.getValue());
            }
        }
    }

    private static boolean hasType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (hasType(one, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode each : list) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private void expect(boolean holds, String at, JsonNode expected, JsonNode value) {
        if (!holds) {
            faults.add(at + ": " + value + " is not " + expected);
        }
    }
}
