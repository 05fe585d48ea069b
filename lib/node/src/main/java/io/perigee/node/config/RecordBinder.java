package io.perigee.node.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes records out of a tree and notes every violation on the way instead of stopping at the first. A value that cannot be
 * made is null, and a record with such a component is not made.
 */
final class RecordBinder {

    private final ScalarReader scalars;
    private final Placeholders placeholders;
    private final List<ConfigViolation> violations;

    /** How many values could not be made. One that is out of its bounds could: what its record says about it is told as well. */
    private int unmade;

    RecordBinder(Path folder, Placeholders placeholders, List<ConfigViolation> violations) {
        this.scalars = new ScalarReader(folder);
        this.placeholders = placeholders;
        this.violations = violations;
    }

    @Nullable
    Object bindRoot(JsonNode root, Class<? extends Record> type) {
        return bindRecord("", root.isNull() ? MissingNode.getInstance() : root, type);
    }

    private @Nullable Object bind(String path, JsonNode node, Type type, @Nullable Setting setting) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? bindList(path, node, generic.getActualTypeArguments()[0], setting)
                    : bindMap(path, node, generic.getActualTypeArguments()[1], setting);
        }
        Class<?> raw = (Class<?>) type;
        return ConfigKey.hasKeys(raw) ? bindRecord(path, node, raw) : bindScalar(path, node, raw, setting);
    }

    private @Nullable Object bindScalar(String path, JsonNode node, Class<?> type, @Nullable Setting setting) {
        Object value;
        try {
            value = node.isValueNode() ? scalars.read(placeholders.fill(node.asText()), type) : null;
        } catch (Placeholders.UnfilledException e) {
            return refused(path, shown(node, setting), String.valueOf(e.getMessage()));
        }
        if (value == null) {
            return refused(path, shown(node, setting), ConfigKey.expected(setting, type));
        }
        if (setting != null && !isAllowed(setting, value)) {
            violations.add(new ConfigViolation(path, shown(node, setting), ConfigKey.expected(setting, type)));
        }
        return value;
    }

    private boolean isAllowed(Setting setting, Object value) {
        if (value instanceof String text && !setting.pattern().isEmpty()) {
            return Pattern.matches(setting.pattern(), text);
        }
        return (setting.min().isEmpty() || compare(value, scalars.parse(setting.min(), value.getClass())) >= 0)
                && (setting.max().isEmpty() || compare(value, scalars.parse(setting.max(), value.getClass())) <= 0);
    }

    // Both are of one class, whose values compare with each other.
    @SuppressWarnings("unchecked")
    private static int compare(Object value, Object bound) {
        return ((Comparable<Object>) value).compareTo(bound);
    }

    private @Nullable Object bindList(String path, JsonNode node, Type element, @Nullable Setting setting) {
        if (!node.isArray()) {
            return refused(path, shown(node, element), "a list");
        }
        List<Object> list = new ArrayList<>();
        boolean complete = true;
        for (int i = 0; i < node.size(); i++) {
            Object bound = bind(path + "[" + i + "]", node.get(i), element, setting);
            if (bound == null) {
                complete = false;
            } else {
                list.add(bound);
            }
        }
        return complete ? List.copyOf(list) : null;
    }

    private @Nullable Object bindMap(String path, JsonNode node, Type element, @Nullable Setting setting) {
        if (!node.isObject()) {
            return refused(path, shown(node, element), "a map");
        }
        Map<String, Object> map = new LinkedHashMap<>();
        boolean complete = true;
        for (var entry : node.properties()) {
            Object bound = bind(join(path, entry.getKey()), entry.getValue(), element, setting);
            if (bound == null) {
                complete = false;
            } else {
                map.put(entry.getKey(), bound);
            }
        }
        return complete ? java.util.Collections.unmodifiableMap(map) : null;
    }

    private @Nullable Object bindRecord(String path, JsonNode node, Class<?> type) {
        if (!node.isObject() && !node.isMissingNode()) {
            return refused(path, shown(node, type), "a map with the keys " + keys(type));
        }
        refuseUnknownKeys(path, node, type);
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        boolean complete = true;
        for (int i = 0; i < components.length; i++) {
            int before = unmade;
            values[i] = bindComponent(path, node, components[i]);
            complete &= unmade == before;
        }
        return complete ? construct(path, node, type, components, values) : null;
    }

    private void refuseUnknownKeys(String path, JsonNode node, Class<?> type) {
        Set<String> unknown = new LinkedHashSet<>();
        node.fieldNames().forEachRemaining(unknown::add);
        for (RecordComponent component : type.getRecordComponents()) {
            unknown.remove(component.getName());
        }
        for (String key : unknown) {
            violations.add(
                    new ConfigViolation(join(path, key), shown(node.path(key), type), "one of the keys " + keys(type)));
        }
    }

    private @Nullable Object bindComponent(String path, JsonNode node, RecordComponent component) {
        String field = join(path, component.getName());
        JsonNode value = node.path(component.getName());
        Setting setting = component.getAnnotation(Setting.class);
        if (!value.isMissingNode() && !value.isNull()) {
            if (setting != null && value.isArray() && value.size() < setting.minItems()) {
                return missing(field, "[]", component);
            }
            return bind(field, value, component.getGenericType(), setting);
        }
        Default byDefault = component.getAnnotation(Default.class);
        if (byDefault != null) {
            return bind(field, TextNode.valueOf(byDefault.value()), component.getGenericType(), setting);
        }
        if (setting != null && setting.minItems() > 0) {
            return missing(field, ConfigViolation.NONE, component);
        }
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return null;
        }
        Class<?> type = component.getType();
        if (type == List.class) {
            return List.of();
        }
        if (type == Map.class) {
            return Map.of();
        }
        if (ConfigKey.hasKeys(type) && value.isMissingNode()) {
            return bindRecord(field, JsonNodeFactory.instance.objectNode(), type);
        }
        return missing(field, ConfigViolation.NONE, component);
    }

    private @Nullable Object missing(String field, String found, RecordComponent component) {
        ConfigKey key = ConfigKey.of(component);
        String what = key.kind() == ConfigKey.Kind.LIST ? "a list of: " + key.value() : key.value();
        String meaning = key.meaning().isEmpty() ? "" : " (" + key.meaning() + ")";
        return refused(field, found, "required: " + what + meaning);
    }

    private @Nullable Object refused(String path, String found, String expected) {
        violations.add(new ConfigViolation(path, found, expected));
        unmade++;
        return null;
    }

    private @Nullable Object construct(
            String path, JsonNode node, Class<?> type, RecordComponent[] components, @Nullable Object[] values) {
        Class<?>[] parameters =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            refusedByConstructor(path, node, type, e.getCause());
            unmade++;
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Not a configuration record: " + type, e);
        }
    }

    private void refusedByConstructor(String path, JsonNode node, Class<?> type, @Nullable Throwable cause) {
        if (cause instanceof ConfigException refusal) {
            refusal.violations()
                    .forEach(each -> violations.add(
                            new ConfigViolation(join(path, each.field()), each.value(), each.expected())));
        } else if (cause instanceof IllegalArgumentException refusal) {
            violations.add(new ConfigViolation(path, shown(node, type), String.valueOf(refusal.getMessage())));
        } else {
            throw new IllegalStateException("A configuration record failed", cause);
        }
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : key.isEmpty() ? path : path + "." + key;
    }

    private static String shown(JsonNode node, @Nullable Setting setting) {
        return ConfigKey.isSecret(setting) ? ConfigViolation.NOT_SHOWN : shown(node);
    }

    /** @param type of what the node should have been, or should have been in: a misspelt key may have a secret's value */
    private static String shown(JsonNode node, Type type) {
        return type instanceof Class<?> raw && ConfigKey.holdsSecret(raw) ? ConfigViolation.NOT_SHOWN : shown(node);
    }

    private static String shown(JsonNode node) {
        String text = node.isValueNode() ? node.asText() : node.toString();
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    private static String keys(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.joining(", "));
    }
}
