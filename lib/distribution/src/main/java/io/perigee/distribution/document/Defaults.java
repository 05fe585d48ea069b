package io.perigee.distribution.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The default values that annotations give, each read once. */
final class Defaults {

    private static final Map<String, JsonNode> TREES = new ConcurrentHashMap<>();

    private Defaults() {}

    static JsonNode tree(String text) {
        return TREES.computeIfAbsent(text, Defaults::read);
    }

    private static JsonNode read(String text) {
        List<JsonNode> documents = TreeReader.read(text).documents();
        if (documents.size() != 1) {
            throw new IllegalArgumentException("not a default value: " + text);
        }
        return documents.getFirst();
    }
}
