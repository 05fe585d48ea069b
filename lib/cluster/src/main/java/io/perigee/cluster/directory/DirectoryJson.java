package io.perigee.cluster.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The form in which records travel and are stored: a JSON object with its {@code format}. A field may be added at any
 * time, since readers skip what they do not know; a change that older readers would misread raises the format, and they
 * skip the whole record.
 */
public final class DirectoryJson {

    private static final int FORMAT = 1;
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryJson.class);
    private static final ObjectMapper MAPPER =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    /** Writes any record of simple components. */
    public static String encode(Object value) {
        return tree(value).toString();
    }

    /** Reads a record; empty (and logged) if a program of another version wrote what this one cannot read. */
    public static <T> Optional<T> decode(String json, Class<T> type) {
        try {
            return read(MAPPER.readTree(json), type);
        } catch (JsonProcessingException e) {
            LOG.warn("Skipping a {} that is not JSON: {}", type.getSimpleName(), e.getOriginalMessage());
            return Optional.empty();
        }
    }

    /** Writes a directory. */
    static String encodeAll(Collection<NodeInfo> nodes) {
        ObjectNode root = MAPPER.createObjectNode().put("format", FORMAT);
        ArrayNode list = root.putArray("nodes");
        nodes.forEach(node -> list.add(tree(node)));
        return root.toString();
    }

    /**
     * Reads a directory, without the nodes that this version cannot read.
     *
     * @throws IllegalArgumentException if {@code json} is not a directory
     */
    static List<NodeInfo> decodeAll(String json) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a directory: " + e.getOriginalMessage(), e);
        }
        if (!root.path("nodes").isArray()) {
            throw new IllegalArgumentException("not a directory: no array 'nodes'");
        }
        List<NodeInfo> nodes = new ArrayList<>();
        root.path("nodes").forEach(node -> read(node, NodeInfo.class).ifPresent(nodes::add));
        return nodes;
    }

    private static ObjectNode tree(Object value) {
        ObjectNode tree = MAPPER.valueToTree(value);
        return tree.put("format", FORMAT);
    }

    private static <T> Optional<T> read(JsonNode json, Class<T> type) {
        int format = json.path("format").asInt();
        if (format != FORMAT) {
            LOG.warn("Skipping a {} of format {}; this program reads format {}", type.getSimpleName(), format, FORMAT);
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.treeToValue(json, type));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            LOG.warn("Skipping a {} that cannot be read: {}", type.getSimpleName(), e.getMessage());
            return Optional.empty();
        }
    }

    private DirectoryJson() {}
}
