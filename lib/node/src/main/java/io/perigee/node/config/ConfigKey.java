package io.perigee.node.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key of a configuration file, as its record's component describes it.
 *
 * @param name in the file
 * @param kind whether there is one value, or several
 * @param type of the value, or of each of several
 * @param value what is written there, in words: notation and bounds
 * @param defaultValue what is read where the key is left out; empty if there is none
 * @param required whether a file without the key is refused
 * @param meaning in a sentence or two
 */
public record ConfigKey(
        String name,
        Kind kind,
        Class<?> type,
        String value,
        Optional<String> defaultValue,
        boolean required,
        String meaning) {

    /** How many values there are. */
    public enum Kind {
        ONE,
        LIST,
        /** From names that the operator gives. */
        MAP
    }

    /** The keys that a record's file may have, in its order. */
    public static List<ConfigKey> of(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(ConfigKey::of).toList();
    }

    /** Whether the value is a map with keys of its own. */
    public boolean hasKeys() {
        return hasKeys(type);
    }

    static boolean hasKeys(Class<?> type) {
        return type.isRecord() && type != ByteSize.class;
    }

    /** Whether a value of the type may hold a secret. */
    static boolean holdsSecret(Class<?> type) {
        return hasKeys(type)
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(component -> isSecret(component.getAnnotation(Setting.class))
                                || holdsSecret(valueType(component, kind(component.getType()))));
    }

    static boolean isSecret(@Nullable Setting setting) {
        return setting != null && setting.secret();
    }

    static ConfigKey of(RecordComponent component) {
        Kind kind = kind(component.getType());
        Class<?> type = valueType(component, kind);
        Default byDefault = component.getAnnotation(Default.class);
        Setting setting = component.getAnnotation(Setting.class);
        return new ConfigKey(
                component.getName(),
                kind,
                type,
                expected(setting, type),
                Optional.ofNullable(byDefault).map(Default::value),
                byDefault == null && isRequired(component, kind, type),
                setting == null ? "" : setting.value());
    }

    private static boolean isRequired(RecordComponent component, Kind kind, Class<?> type) {
        Setting setting = component.getAnnotation(Setting.class);
        if (kind != Kind.ONE) {
            return setting != null && setting.minItems() > 0;
        }
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return false;
        }
        // A part that is left out is the part of its defaults, if all its keys have some.
        return !hasKeys(type) || of(type.asSubclass(Record.class)).stream().anyMatch(ConfigKey::required);
    }

    private static Kind kind(Class<?> type) {
        return type == List.class ? Kind.LIST : type == Map.class ? Kind.MAP : Kind.ONE;
    }

    private static Class<?> valueType(RecordComponent component, Kind kind) {
        Type type = component.getGenericType();
        return switch (kind) {
            case ONE -> component.getType();
            case LIST -> (Class<?>) ((ParameterizedType) type).getActualTypeArguments()[0];
            case MAP -> (Class<?>) ((ParameterizedType) type).getActualTypeArguments()[1];
        };
    }

    /** What is expected of a value that the annotation and its type describe. */
    static String expected(@Nullable Setting setting, Class<?> type) {
        String notation = setting != null && !setting.form().isEmpty() ? setting.form() : ScalarReader.expected(type);
        if (setting == null || (setting.min().isEmpty() && setting.max().isEmpty())) {
            return notation;
        }
        return notation + "; "
                + (setting.max().isEmpty()
                        ? setting.min() + " or more"
                        : setting.min().isEmpty() ? "up to " + setting.max() : setting.min() + " to " + setting.max());
    }
}
