package io.perigee.distribution.document;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Named;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A record type as documents see it: its fields, their kinds and descriptions. */
record Shape(Class<? extends Record> type, List<Field> fields) {

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return new Shape(
                    type.asSubclass(Record.class),
                    Arrays.stream(type.getRecordComponents()).map(Field::of).toList());
        }
    };

    enum Kind {
        TEXT,
        BOOLEAN,
        INTEGER,
        DURATION,
        CONSTANT,
        RECORD,
        LIST,
        SET
    }

    /** One field; {@code item} is the type of what a list or set holds, else the field's own type. */
    record Field(
            RecordComponent component,
            Kind kind,
            Class<?> item,
            @Nullable Describes describes,
            boolean nullable) {

        static Field of(RecordComponent component) {
            Class<?> type = component.getType();
            component.getAccessor().setAccessible(true); // records of other packages may be package-private
            Kind kind = kindOf(type);
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            return new Field(
                    component,
                    kind,
                    kind == Kind.LIST || kind == Kind.SET ? itemType(component.getAnnotatedType()) : type,
                    component.getAnnotation(Describes.class),
                    nullable);
        }

        String name() {
            return describes == null || describes.name().isEmpty() ? component.getName() : describes.name();
        }

        @Nullable
        Object valueIn(Record owner) {
            try {
                return component.getAccessor().invoke(owner);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }

        private static Class<?> itemType(AnnotatedType type) {
            return (Class<?>) ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[0].getType();
        }
    }

    static Shape of(Class<?> type) {
        return SHAPES.get(type);
    }

    static Kind kindOf(Class<?> type) {
        if (type == String.class) {
            return Kind.TEXT;
        } else if (type == boolean.class) {
            return Kind.BOOLEAN;
        } else if (type == int.class || type == Integer.class || type == long.class) {
            return Kind.INTEGER;
        } else if (type == Duration.class) {
            return Kind.DURATION;
        } else if (type.isEnum()) {
            return Kind.CONSTANT;
        } else if (type.isRecord()) {
            return Kind.RECORD;
        } else if (type == List.class) {
            return Kind.LIST;
        } else if (type == Set.class) {
            return Kind.SET;
        }
        throw new IllegalArgumentException("no document form for " + type);
    }

    static String documentName(Object constant) {
        return constant instanceof Named named ? named.documentName() : ((Enum<?>) constant).name();
    }

    static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(Shape::documentName).toList();
    }

    String fieldNames() {
        return fields.stream().map(Field::name).collect(Collectors.joining(", "));
    }

    Record create(@Nullable Object[] values) {
        try {
            Class<?>[] types =
                    fields.stream().map(field -> field.component().getType()).toArray(Class<?>[]::new);
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot create " + type, e);
        }
    }
}
