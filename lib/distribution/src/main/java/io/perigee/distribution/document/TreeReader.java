package io.perigee.distribution.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Text to trees. Jackson's own tree reader stops at the first duplicate key and takes a YAML alias for a text; this one
 * reports both with their paths and goes on. A syntax error ends the reading.
 */
final class TreeReader {

    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(32)
            .maxNumberLength(100)
            .maxNameLength(1_000)
            .build();
    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build();
    private static final YAMLFactory YAML =
            YAMLFactory.builder().streamReadConstraints(CONSTRAINTS).build();

    /** What JSON and YAML share is read as JSON; the keys of a YAML flow mapping are rarely in quotes. */
    private static final Pattern JSON_OBJECT = Pattern.compile("\\s*\\{\\s*[\"}]");

    private final List<Violation> violations = new ArrayList<>();
    private final List<JsonNode> documents = new ArrayList<>();

    private TreeReader() {}

    /** The documents of a text, of which the last one is missing if it has a syntax error, and what is wrong. */
    record Trees(List<JsonNode> documents, List<Violation> violations) {

        /** The same without documents that have nothing in them, as before a first {@code ---} or after a last one. */
        Trees withoutEmpty() {
            return new Trees(
                    documents.stream()
                            .filter(tree -> !tree.isNull()
                                    && !(tree.isTextual() && tree.asText().isEmpty()))
                            .toList(),
                    violations);
        }
    }

    /** Reads JSON if the text starts as a JSON object does, else YAML of one or more documents. */
    static Trees read(String text) {
        TreeReader reader = new TreeReader();
        reader.readAll(text, JSON_OBJECT.matcher(text).lookingAt());
        return new Trees(reader.documents, reader.violations);
    }

    private void readAll(String text, boolean json) {
        String syntax = json ? "JSON" : "YAML";
        try (JsonParser parser = (json ? JSON : YAML).createParser(text)) {
            try {
                while (parser.nextToken() != null) {
                    documents.add(value(parser, ""));
                }
            } catch (JsonProcessingException e) {
                violations.add(new Violation(path(parser), excerpt(text, e.getLocation()), expected(syntax, e)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a text cannot fail to be read", e);
        }
    }

    private JsonNode value(JsonParser parser, String path) throws IOException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            violations.add(new Violation(path, "*" + parser.getText(), "the value itself instead of a YAML alias"));
            return nodes.nullNode();
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, path);
            case START_ARRAY -> array(parser, path);
            case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL -> nodes.nullNode();
            // No field takes a fraction, so its text is all that is needed to say so.
            case VALUE_NUMBER_FLOAT -> nodes.pojoNode(parser.getText());
            default -> nodes.textNode(parser.getText());
        };
    }

    private ObjectNode object(JsonParser parser, String path) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String field = path.isEmpty() ? key : path + "." + key;
            parser.nextToken();
            JsonNode value = value(parser, field);
            if (object.has(key)) {
                violations.add(new Violation(field, Binder.shown(value), "each field only once"));
            } else {
                object.set(key, value);
            }
        }
        return object;
    }

    private ArrayNode array(JsonParser parser, String path) throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, path + "[" + array.size() + "]"));
        }
        return array;
    }

    private static String path(JsonParser parser) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        return pointer.isEmpty()
                ? ""
                : pointer.substring(1).replaceAll("/(\\d+)(?=/|$)", "[$1]").replace('/', '.');
    }

    private static String excerpt(String text, JsonLocation location) {
        long line = location == null ? 1 : Math.max(1, location.getLineNr());
        return Binder.shorten(text.lines().skip(line - 1).findFirst().orElse("").strip());
    }

    private static String expected(String syntax, JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        String where =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        String problem = e.getOriginalMessage().lines().findFirst().orElse("");
        return "valid " + syntax + where + " (" + problem + ")";
    }
}
