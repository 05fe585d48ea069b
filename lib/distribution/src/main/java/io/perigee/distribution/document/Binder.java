package io.perigee.distribution.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.perigee.distribution.Resource;
import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Trees to records. What is wrong is noted, and binding goes on with the closest value that the field's type has, so
 * that one pass finds everything; the record is of use only if nothing was noted.
 */
final class Binder {

    private static final int SHOWN_LENGTH = 100;

    private final List<Violation> violations;

    Binder(List<Violation> violations) {
        this.violations = violations;
    }

    /** Binds an object, and checks the record by its type's {@link Rules}. */
    <T extends Record> T bind(JsonNode node, Class<T> type, String path) {
        Shape shape = Shape.of(type);
        JsonNode object = node;
        if (!node.isObject()) {
            note(path, node, "an object with the fields " + shape.fieldNames());
            object = JsonNodeFactory.instance.objectNode();
        }
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (name.equals(Documents.KIND) && Resource.class.isAssignableFrom(type)) {
                kind(object.get(name), type, child(path, name));
            } else if (shape.fields().stream().noneMatch(field -> field.name().equals(name))) {
                note(child(path, name), object.get(name), "one of the fields " + shape.fieldNames());
            }
        }
        @Nullable Object[] values = new Object[shape.fields().size()];
        for (int i = 0; i < values.length; i++) {
            Shape.Field field = shape.fields().get(i);
            values[i] = fieldValue(object, node.isObject(), field, child(path, field.name()));
        }
        T bound = type.cast(shape.create(values));
        Rules.check(bound, path, violations);
        return bound;
    }

    private void kind(JsonNode node, Class<?> type, String path) {
        if (!node.isTextual() || !node.asText().equals(type.getSimpleName())) {
            note(path, node, type.getSimpleName());
        }
    }

    private @Nullable Object fieldValue(JsonNode object, boolean report, Shape.Field field, String path) {
        JsonNode node = object.get(field.name());
        if (node == null || (node.isNull() && field.nullable())) {
            if (field.nullable()) {
                return null;
            }
            String byDefault =
                    field.describes() == null ? "" : field.describes().defaultValue();
            if (!byDefault.isEmpty()) {
                return value(Defaults.tree(byDefault), field, path);
            }
            if (report) {
                violations.add(new Violation(path, null, expected(field)));
            }
            return value(NullNode.getInstance(), field, null);
        }
        return value(node, field, path);
    }

    /** @param path null: nothing is noted */
    private Object value(JsonNode node, Shape.Field field, @Nullable String path) {
        return switch (field.kind()) {
            case LIST, SET -> items(node, field, path);
            default -> single(node, field.item(), field, path);
        };
    }

    private Object items(JsonNode node, Shape.Field field, @Nullable String path) {
        List<Object> items = new ArrayList<>();
        if (!node.isArray()) {
            note(path, node, expected(field));
        } else {
            Describes describes = field.describes();
            int fewest = describes == null ? 0 : describes.minItems();
            int most = describes == null ? Integer.MAX_VALUE : describes.maxItems();
            if (node.size() < fewest || node.size() > most) {
                note(path, node, fewest == most ? fewest + " items" : fewest + " to " + most + " items");
            }
            // A list that is far too long is reported once; its items would only repeat what is known.
            int read = Math.min(node.size(), most);
            for (int i = 0; i < read; i++) {
                String itemPath = path == null ? null : path + "[" + i + "]";
                items.add(single(node.get(i), field.item(), field, itemPath));
            }
        }
        return field.kind() == Shape.Kind.LIST ? items : distinct(node, items, path);
    }

    private Set<Object> distinct(JsonNode array, List<Object> items, @Nullable String path) {
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            if (!seen.add(array.get(i)) && path != null) {
                note(path + "[" + i + "]", array.get(i), "each item only once");
            }
        }
        return new LinkedHashSet<>(items);
    }

    private Object single(JsonNode node, Class<?> type, Shape.Field field, @Nullable String path) {
        return switch (Shape.kindOf(type)) {
            case TEXT -> text(node, field, path);
            case BOOLEAN -> {
                if (!node.isBoolean()) {
                    note(path, node, "true or false");
                }
                yield node.asBoolean();
            }
            case INTEGER -> integer(node, type, field, path);
            case DURATION -> duration(node, field, path);
            case CONSTANT -> constant(node, type, path);
            case RECORD ->
                path == null
                        ? new Binder(new ArrayList<>()).bind(node, type.asSubclass(Record.class), "")
                        : bind(node, type.asSubclass(Record.class), path);
            case LIST, SET -> throw new IllegalArgumentException("lists of lists have no document form");
        };
    }

    private String text(JsonNode node, Shape.Field field, @Nullable String path) {
        Describes describes = field.describes();
        Format format = describes == null ? Format.TEXT : describes.format();
        boolean number = format == Format.FUNCTION_VERSION && node.isIntegralNumber();
        if (!node.isTextual() && !number) {
            note(path, node, format.expected() + (node.isContainerNode() ? "" : ", in quotes"));
            return "";
        }
        String text = node.asText();
        int most = describes == null ? 4_096 : describes.maxLength();
        if (text.length() > most) {
            note(path, node, "at most " + most + " characters");
        } else if (!format.accepts(text)) {
            note(path, node, format.expected());
        }
        return text;
    }

    private Number integer(JsonNode node, Class<?> type, Shape.Field field, @Nullable String path) {
        long least = Ranges.leastNumber(field);
        long most = Ranges.mostNumber(field);
        BigInteger value = node.isIntegralNumber() ? node.bigIntegerValue() : BigInteger.valueOf(least);
        boolean inRange = node.isIntegralNumber()
                && value.compareTo(BigInteger.valueOf(least)) >= 0
                && value.compareTo(BigInteger.valueOf(most)) <= 0;
        int[] oneOf = field.describes() == null ? new int[0] : field.describes().oneOf();
        if (!inRange || (oneOf.length > 0 && Arrays.stream(oneOf).noneMatch(n -> n == value.longValue()))) {
            note(path, node, Ranges.expectedNumber(field));
        }
        long usable = inRange ? value.longValue() : least;
        return type == long.class ? (Number) usable : (Number) (int) usable;
    }

    private Duration duration(JsonNode node, Shape.Field field, @Nullable String path) {
        Duration value = null;
        if (node.isTextual()) {
            value = Durations.parse(node.asText());
        } else if (node.isIntegralNumber() && node.canConvertToInt() && node.asInt() >= 0) {
            value = Duration.ofSeconds(node.asInt());
        }
        if (value == null
                || value.compareTo(Ranges.leastDuration(field)) < 0
                || value.compareTo(Ranges.mostDuration(field)) > 0) {
            note(path, node, Ranges.expectedDuration(field));
        }
        return value == null ? Ranges.leastDuration(field) : value;
    }

    private Object constant(JsonNode node, Class<?> type, @Nullable String path) {
        Object[] constants = type.getEnumConstants();
        for (Object constant : constants) {
            if (node.isTextual() && Shape.documentName(constant).equals(node.asText())) {
                return constant;
            }
        }
        note(path, node, "one of " + String.join(", ", Shape.constants(type)));
        return constants[0];
    }

    /** What a field takes, in words. */
    static String expected(Shape.Field field) {
        return switch (field.kind()) {
            case LIST, SET -> "a list of " + expectedItem(field);
            case RECORD -> "an object with the fields " + Shape.of(field.item()).fieldNames();
            default -> expectedItem(field);
        };
    }

    private static String expectedItem(Shape.Field field) {
        return switch (Shape.kindOf(field.item())) {
            case TEXT ->
                field.describes() == null
                        ? Format.TEXT.expected()
                        : field.describes().format().expected();
            case BOOLEAN -> "true or false";
            case INTEGER -> Ranges.expectedNumber(field);
            case DURATION -> Ranges.expectedDuration(field);
            case CONSTANT -> "one of " + String.join(", ", Shape.constants(field.item()));
            case RECORD -> "objects with the fields " + Shape.of(field.item()).fieldNames();
            case LIST, SET -> throw new IllegalArgumentException("lists of lists have no document form");
        };
    }

    private void note(@Nullable String path, JsonNode node, String expected) {
        if (path != null) {
            violations.add(new Violation(path, shown(node), expected));
        }
    }

    static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** A value as a violation shows it. */
    static String shown(JsonNode node) {
        return shorten(node.isContainerNode() ? node.toString() : node.asText());
    }

    static String shorten(String text) {
        String printable = text.codePoints()
                .limit(SHOWN_LENGTH + 1L)
                .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        return printable.codePointCount(0, printable.length()) <= SHOWN_LENGTH
                ? printable
                : printable.substring(0, printable.offsetByCodePoints(0, SHOWN_LENGTH)) + "…";
    }
}
