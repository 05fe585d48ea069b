package io.perigee.distribution.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.Limits;
import io.perigee.distribution.OriginRequestPolicy;
import io.perigee.distribution.Resource;
import io.perigee.distribution.ResponseHeadersPolicy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Resources as YAML and JSON.
 *
 * <p>A text that starts as a JSON object does is read as JSON, any other as YAML. Unknown fields, duplicate fields, YAML
 * aliases and values of the wrong type are refused; a field left out has its default. Durations are written as a whole
 * number with a unit ({@code 250ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 365d}); a bare whole number is seconds,
 * as CloudFront has it. No input leads to an exception: it is {@link Parsed.Valid} or {@link Parsed.Invalid}.
 */
public final class Documents {

    static final String KIND = "kind";

    private static final Map<String, Class<? extends Record>> KINDS = kinds();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .stringQuotingChecker(new PlainTexts())
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build());

    private Documents() {}

    /** The kinds of resources as the field {@code kind} names them, with their types. */
    public static Map<String, Class<? extends Record>> resourceKinds() {
        return KINDS;
    }

    /**
     * Reads what {@code apply -f} gets: one or more YAML documents (or one JSON object), each with {@code kind} and
     * {@code id}. With more than one document, fields are reported as {@code documents[1].origins}.
     */
    public static Parsed<List<Resource>> parseAll(String text) {
        TreeReader.Trees trees = read(text);
        List<Violation> violations = new ArrayList<>(trees.violations());
        List<Resource> resources = new ArrayList<>();
        boolean many = trees.documents().size() > 1;
        for (int i = 0; i < trees.documents().size(); i++) {
            resourceOfKind(trees.documents().get(i), many ? "documents[" + i + "]" : "", violations, resources);
        }
        if (resources.isEmpty() && violations.isEmpty()) {
            violations.add(new Violation("", null, "a document with kind and id"));
        }
        Repetitions.check(resources, new RuleSink("", violations));
        return result(resources, violations);
    }

    /** Reads one document of a type whose kind is known; {@code kind} may be left out of it. */
    public static <T extends Record> Parsed<T> parse(String text, Class<T> type) {
        return parseOne(text, type, null);
    }

    /** Reads a resource whose id is known from elsewhere, such as a URL; {@code kind} and {@code id} may be left out of it. */
    public static <T extends Record & Resource> Parsed<T> parse(String text, Class<T> type, String id) {
        return parseOne(text, type, id);
    }

    /** Reads one document of any content and length, for formats of the program's own. */
    public static Parsed<JsonNode> parseTree(String text) {
        TreeReader.Trees trees = TreeReader.read(text).withoutEmpty();
        List<Violation> violations = new ArrayList<>(trees.violations());
        if (trees.documents().size() != 1 && violations.isEmpty()) {
            violations.add(new Violation("", trees.documents().size() + " documents", "one document"));
        }
        return violations.isEmpty()
                ? new Parsed.Valid<>(trees.documents().getFirst())
                : new Parsed.Invalid<>(violations);
    }

    /** Reads a tree, as {@link #parse(String, Class)} does. */
    public static <T extends Record> Parsed<T> fromJson(JsonNode tree, Class<T> type) {
        List<Violation> violations = new ArrayList<>();
        T value = new Binder(violations).bind(tree, type, "");
        return result(value, violations);
    }

    /** Checks a record that was made by a program as if it had been read. */
    public static <T extends Record> Parsed<T> validate(T value) {
        @SuppressWarnings("unchecked") // a record's class is the class of its type
        Class<T> type = (Class<T>) value.getClass();
        return fromJson(toJson(value), type);
    }

    /** The JSON of a record with every field, defaults included; resources start with their {@code kind}. */
    public static ObjectNode toJson(Record value) {
        return TreeWriter.tree(value);
    }

    /**
     * The JSON of a record without the fields that have their default: for what programs of other versions read strictly, since then a
     * field that they do not know is there only where it is used.
     */
    public static ObjectNode toCompactJson(Record value) {
        return TreeWriter.compactTree(value);
    }

    /** The canonical JSON: compact, the fields of each object in alphabetical order. Equal records have equal texts. */
    public static String canonicalJson(Record value) {
        return text(JSON, TreeWriter.sorted(toJson(value)));
    }

    /** The YAML of a resource, which {@link #parseAll} reads back. */
    public static String toYaml(Record value) {
        return text(YAML, toJson(value));
    }

    /** A strong entity tag in quotes (RFC 9110, section 8.8.3): the same for equal resources on any machine at any time. */
    public static String etag(Record value) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(canonicalJson(value).getBytes(StandardCharsets.UTF_8));
            return "\"" + HexFormat.of().formatHex(hash, 0, 16) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static <T extends Record> Parsed<T> parseOne(String text, Class<T> type, @Nullable String id) {
        TreeReader.Trees trees = read(text);
        List<Violation> violations = new ArrayList<>(trees.violations());
        if (trees.documents().size() != 1) {
            if (violations.isEmpty()) {
                violations.add(new Violation("", trees.documents().size() + " documents", "one document"));
            }
            return new Parsed.Invalid<>(violations);
        }
        JsonNode tree = trees.documents().getFirst();
        if (id != null && tree instanceof ObjectNode object) {
            JsonNode own = object.get("id");
            if (own == null) {
                object.put("id", id);
            } else if (!own.isTextual() || !own.asText().equals(id)) {
                violations.add(new Violation("id", Binder.shown(own), "the id that the request names: " + id));
            }
        }
        T value = new Binder(violations).bind(tree, type, "");
        return result(value, violations);
    }

    private static TreeReader.Trees read(String text) {
        return text.length() <= Limits.DOCUMENT_LENGTH
                ? TreeReader.read(text).withoutEmpty()
                : new TreeReader.Trees(
                        List.of(),
                        List.of(new Violation(
                                "",
                                text.length() + " characters",
                                "at most " + Limits.DOCUMENT_LENGTH + " characters")));
    }

    private static void resourceOfKind(
            JsonNode tree, String path, List<Violation> violations, List<Resource> resources) {
        JsonNode kind = tree.path(KIND);
        Class<? extends Record> type = KINDS.get(kind.asText());
        if (type == null) {
            violations.add(new Violation(
                    Binder.child(path, KIND),
                    kind.isMissingNode() ? null : Binder.shown(kind),
                    "one of " + String.join(", ", KINDS.keySet())));
        } else {
            resources.add((Resource) new Binder(violations).bind(tree, type, path));
        }
    }

    private static <T> Parsed<T> result(T value, List<Violation> violations) {
        return violations.isEmpty() ? new Parsed.Valid<>(value) : new Parsed.Invalid<>(violations);
    }

    private static String text(ObjectMapper mapper, JsonNode tree) {
        try {
            return mapper.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    private static Map<String, Class<? extends Record>> kinds() {
        Map<String, Class<? extends Record>> kinds = new LinkedHashMap<>();
        for (Class<? extends Record> type : List.of(
                Distribution.class, CachePolicy.class, OriginRequestPolicy.class, ResponseHeadersPolicy.class)) {
            kinds.put(type.getSimpleName(), type);
        }
        return Collections.unmodifiableMap(kinds);
    }
}
