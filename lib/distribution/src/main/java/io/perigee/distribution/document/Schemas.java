package io.perigee.distribution.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.distribution.AccountLimit;
import io.perigee.distribution.AliasDeployment;
import io.perigee.distribution.EventInvokeConfig;
import io.perigee.distribution.EventRule;
import io.perigee.distribution.FunctionConcurrency;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.Invalidation;
import io.perigee.distribution.LogRetention;
import io.perigee.distribution.Prewarm;
import io.perigee.distribution.Resource;
import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records' JSON as JSON Schema 2020-12, which is what OpenAPI 3.1 has under {@code components/schemas}. */
public final class Schemas {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Schemas() {}

    /** The types that have a schema of their own: what documents hold, and everything inside, by schema name. */
    static Map<String, Class<?>> types() {
        Map<String, Class<?>> types = new LinkedHashMap<>();
        List<Class<?>> roots = new ArrayList<>(Documents.resourceKinds().values());
        roots.add(FunctionVersion.class);
        roots.add(Invalidation.class);
        roots.add(Prewarm.class);
        roots.add(EventInvokeConfig.class);
        roots.add(EventRule.class);
        roots.add(LogRetention.class);
        roots.add(FunctionConcurrency.class);
        roots.add(AccountLimit.class);
        roots.add(AliasDeployment.class);
        roots.forEach(root -> collect(root, types));
        return types;
    }

    /**
     * The value of an OpenAPI 3.1 document's {@code components/schemas}: one schema for each record by its simple name,
     * such as {@code Distribution} and {@code CacheBehavior}, with descriptions, defaults and ranges. References have
     * the form {@code #/components/schemas/CacheBehavior}.
     */
    public static ObjectNode openApiComponents() {
        ObjectNode schemas = NODES.objectNode();
        types().forEach((name, type) -> schemas.set(name, schema(type)));
        return schemas;
    }

    private static void collect(Class<?> type, Map<String, Class<?>> types) {
        if (types.putIfAbsent(type.getSimpleName(), type) == null) {
            for (Shape.Field field : Shape.of(type).fields()) {
                if (field.item().isRecord()) {
                    collect(field.item(), types);
                }
            }
        }
    }

    private static ObjectNode schema(Class<?> type) {
        ObjectNode schema = NODES.objectNode();
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        if (Resource.class.isAssignableFrom(type)) {
            properties.putObject(Documents.KIND).put("const", type.getSimpleName());
        }
        List<String> required = new ArrayList<>();
        for (Shape.Field field : Shape.of(type).fields()) {
            properties.set(field.name(), property(field));
            if (isRequired(field)) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            required.forEach(schema.putArray("required")::add);
        }
        return schema;
    }

    /** Whether a document must have the field; the id is known from the URL where a resource is put. */
    static boolean isRequired(Shape.Field field) {
        boolean idOfResource = field.name().equals("id")
                && Resource.class.isAssignableFrom(field.component().getDeclaringRecord());
        return !idOfResource
                && !field.nullable()
                && (field.describes() == null
                        || field.describes().defaultValue().isEmpty());
    }

    private static ObjectNode property(Shape.Field field) {
        ObjectNode property = switch (field.kind()) {
            case LIST, SET -> {
                ObjectNode list = NODES.objectNode().put("type", "array");
                list.set("items", item(field));
                if (field.kind() == Shape.Kind.SET) {
                    list.put("uniqueItems", true);
                }
                yield list;
            }
            default -> item(field);
        };
        Describes describes = field.describes();
        if (describes != null) {
            property.put("description", describes.value());
            if (!describes.defaultValue().isEmpty()) {
                property.set("default", Defaults.tree(describes.defaultValue()));
            }
            if (field.kind() == Shape.Kind.LIST || field.kind() == Shape.Kind.SET) {
                property.put("minItems", describes.minItems());
                property.put("maxItems", describes.maxItems());
            }
        }
        return property;
    }

    private static ObjectNode item(Shape.Field field) {
        ObjectNode item = NODES.objectNode();
        Class<?> type = field.item();
        switch (Shape.kindOf(type)) {
            case TEXT -> text(item, field.describes());
            case BOOLEAN -> item.put("type", "boolean");
            case INTEGER -> integer(item, field);
            case DURATION -> duration(item, field);
            case CONSTANT -> {
                item.put("type", "string");
                Shape.constants(type).forEach(item.putArray("enum")::add);
            }
            case RECORD -> item.put("$ref", "#/components/schemas/" + type.getSimpleName());
            case LIST, SET -> throw new IllegalArgumentException("lists of lists have no document form");
        }
        return item;
    }

    private static void text(ObjectNode item, @Nullable Describes describes) {
        item.put("type", "string");
        if (describes == null) {
            return;
        }
        item.put("maxLength", describes.maxLength());
        if (describes.format() != Format.TEXT) {
            item.put("x-expected", describes.format().expected());
        }
        String pattern = describes.format().pattern();
        if (pattern != null) {
            item.put("pattern", "^(" + pattern + ")$");
        }
    }

    private static void integer(ObjectNode item, Shape.Field field) {
        item.put("type", "integer");
        Describes describes = field.describes();
        if (describes != null && describes.oneOf().length > 0) {
            Arrays.stream(describes.oneOf()).forEach(item.putArray("enum")::add);
        } else {
            item.put("minimum", Ranges.leastNumber(field));
            item.put("maximum", Ranges.mostNumber(field));
        }
    }

    private static void duration(ObjectNode item, Shape.Field field) {
        item.putArray("type").add("string").add("integer");
        item.put("pattern", "^" + Durations.PATTERN.pattern() + "$");
        item.put("x-expected", Ranges.expectedDuration(field));
    }
}
