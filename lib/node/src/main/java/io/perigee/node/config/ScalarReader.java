package io.perigee.node.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads single values. */
final class ScalarReader {

    private final Path folder;

    ScalarReader(Path folder) {
        this.folder = folder;
    }

    /** The value, or null if the text is not one. */
    @Nullable
    Object read(String text, Class<?> type) {
        return convert(text.strip(), type);
    }

    /** A value that the code itself writes down. */
    Object parse(String text, Class<?> type) {
        Object value = convert(text, type);
        if (value == null) {
            throw new IllegalStateException(text + " is not " + expected(type));
        }
        return value;
    }

    /** The value, or null if the text is not one. */
    private @Nullable Object convert(String text, Class<?> type) {
        try {
            if (type == String.class) {
                return text;
            }
            if (type == int.class || type == Integer.class) {
                return Integer.valueOf(text);
            }
            if (type == long.class || type == Long.class) {
                return Long.valueOf(text);
            }
            if (type == double.class || type == Double.class) {
                double value = Double.parseDouble(text);
                return Double.isFinite(value) ? value : null;
            }
            if (type == boolean.class || type == Boolean.class) {
                return text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
            }
            if (type == Duration.class) {
                return Durations.parse(text);
            }
            if (type == ByteSize.class) {
                return ByteSize.parse(text);
            }
            if (type == Path.class) {
                return text.isEmpty() ? null : folder.resolve(text).normalize();
            }
            if (type == URI.class) {
                URI uri = URI.create(text);
                return uri.getHost() == null ? null : uri;
            }
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> name(constant).equals(text))
                    .findFirst()
                    .orElse(null);
        }
        throw new IllegalStateException("A configuration record cannot hold a " + type);
    }

    /** How a value of the type is written, in words. */
    static String expected(Class<?> type) {
        if (isWholeNumber(type)) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == Duration.class) {
            return Durations.EXPECTED;
        }
        if (type == ByteSize.class) {
            return ByteSize.EXPECTED;
        }
        if (type == Path.class) {
            return "a path";
        }
        if (type == URI.class) {
            return "a URL such as http://host:port";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(ScalarReader::name)
                            .collect(Collectors.joining(", "));
        }
        return "a text";
    }

    private static boolean isWholeNumber(Class<?> type) {
        return type == int.class || type == Integer.class || type == long.class || type == Long.class;
    }

    private static String name(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
