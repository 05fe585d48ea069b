package io.perigee.httpcaching;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.Immutable;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of one message: an immutable, ordered multimap whose names match without regard to ASCII case
 * (RFC 9110 section 5.1). A field that came in several lines has several entries; lines keep their order and names their case.
 *
 * <p>Backed by one array of alternating names and values: a message has a dozen or two fields, and comparing lengths before
 * letters makes a scan cheaper than hashing. Characters are not checked here; {@code FieldRules} does that where
 * messages enter.
 */
@Immutable
public final class Headers {
    private static final Headers EMPTY = new Headers(new String[0]);

    // Never written after construction and never handed out.
    @SuppressWarnings("Immutable")
    private final String[] lines;

    private Headers(String[] lines) {
        this.lines = lines;
    }

    /** No fields. */
    public static Headers of() {
        return EMPTY;
    }

    /**
     * These lines.
     *
     * @param namesAndValues name, value, name, value, …
     * @throws IllegalArgumentException when a value is missing
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("names and values must come in pairs, got " + namesAndValues.length);
        }
        return namesAndValues.length == 0 ? EMPTY : new Headers(namesAndValues.clone());
    }

    public static Builder builder() {
        return new Builder(new String[24], 0);
    }

    /** A builder that starts with these fields. */
    public Builder toBuilder() {
        return new Builder(Arrays.copyOf(lines, lines.length + 2 * Builder.ROOM), lines.length);
    }

    /** The number of field lines. */
    public int size() {
        return lines.length >> 1;
    }

    public boolean isEmpty() {
        return lines.length == 0;
    }

    /** The name of the line at {@code index}, 0 to {@link #size()} - 1, in the case that it came in. */
    public String nameAt(int index) {
        return lines[index << 1];
    }

    /** The value of the line at {@code index}, 0 to {@link #size()} - 1. */
    public String valueAt(int index) {
        return lines[(index << 1) + 1];
    }

    /** The value of the first line with this name. */
    public @Nullable String first(String name) {
        return first(lines, lines.length, name);
    }

    private static @Nullable String first(String[] lines, int length, String name) {
        for (int i = 0; i < length; i += 2) {
            if (sameName(lines[i], name)) {
                return lines[i + 1];
            }
        }
        return null;
    }

    /** The values of all lines with this name, in order; empty when there is none. */
    public List<String> all(String name) {
        List<String> values = List.of();
        for (int i = 0; i < lines.length; i += 2) {
            if (sameName(lines[i], name)) {
                if (values.isEmpty()) {
                    values = new ArrayList<>(2);
                }
                values.add(lines[i + 1]);
            }
        }
        return values.isEmpty() ? values : List.copyOf(values);
    }

    /**
     * The lines with this name as one value, separated by comma and space (RFC 9110 section 5.3), those of Cookie by semicolon and space
     * (RFC 9113 section 8.2.3).
     */
    public @Nullable String combined(String name) {
        return combined(lines, lines.length, name);
    }

    private static @Nullable String combined(String[] lines, int length, String name) {
        String combined = null;
        StringBuilder several = null;
        for (int i = 0; i < length; i += 2) {
            if (sameName(lines[i], name)) {
                if (combined == null) {
                    combined = lines[i + 1];
                } else {
                    if (several == null) {
                        several = new StringBuilder(combined);
                    }
                    several.append(sameName(name, HeaderNames.COOKIE) ? "; " : ", ")
                            .append(lines[i + 1]);
                }
            }
        }
        return several == null ? combined : several.toString();
    }

    public boolean contains(String name) {
        return first(name) != null;
    }

    /** How many lines have this name. */
    public int count(String name) {
        int count = 0;
        for (int i = 0; i < lines.length; i += 2) {
            if (sameName(lines[i], name)) {
                count++;
            }
        }
        return count;
    }

    /** With this one line in place of all lines of that name. */
    public Headers with(String name, String value) {
        return contains(name) ? toBuilder().set(name, value).build() : withAdded(name, value);
    }

    /** With this line added at the end, beside those of the same name. */
    public Headers withAdded(String name, String value) {
        String[] added = Arrays.copyOf(lines, lines.length + 2);
        added[lines.length] = name;
        added[lines.length + 1] = value;
        return new Headers(added);
    }

    /** Without the lines of these names. */
    public Headers without(String... names) {
        for (String name : names) {
            if (contains(name)) {
                Builder builder = toBuilder();
                for (String each : names) {
                    builder.remove(each);
                }
                return builder.build();
            }
        }
        return this;
    }

    /** The same lines with each name and value replaced by what {@code mapping} makes of it. */
    public Headers mapped(UnaryOperator<String> mapping) {
        String[] mapped = new String[lines.length];
        for (int i = 0; i < lines.length; i++) {
            mapped[i] = mapping.apply(lines[i]);
        }
        return new Headers(mapped);
    }

    /** Calls {@code line} with name and value of each line, in order. */
    public void forEach(BiConsumer<? super String, ? super String> line) {
        for (int i = 0; i < lines.length; i += 2) {
            line.accept(lines[i], lines[i + 1]);
        }
    }

    /** Name and value of each line, in order. */
    public List<Map.Entry<String, String>> entries() {
        List<Map.Entry<String, String>> entries = new ArrayList<>(size());
        forEach((name, value) -> entries.add(new SimpleImmutableEntry<>(name, value)));
        return List.copyOf(entries);
    }

    /** Whether the two are the same field name: equal but for the case of ASCII letters. */
    @SuppressWarnings("ReferenceEquality") // names are mostly constants of HeaderNames: the cheap test first
    public static boolean sameName(String a, String b) {
        return a == b || Ascii.equalsIgnoreCase(a, b);
    }

    /** The same lines in the same order; names without regard to case. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Headers that) || that.lines.length != lines.length) {
            return false;
        }
        for (int i = 0; i < lines.length; i += 2) {
            if (!sameName(lines[i], that.lines[i]) || !lines[i + 1].equals(that.lines[i + 1])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < lines.length; i += 2) {
            hash = 31 * hash + Ascii.lowerCase(lines[i]).hashCode();
            hash = 31 * hash + lines[i + 1].hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        forEach((name, value) -> text.append(text.isEmpty() ? "" : "; ")
                .append(name)
                .append(": ")
                .append(value));
        return text.toString();
    }

    /** Collects lines; not for use by several threads. Can go on being used after {@link #build()}. */
    public static final class Builder {
        /** What a response gets on its way, in lines. */
        private static final int ROOM = 12;

        private String[] lines;
        private int length;

        private Builder(String[] lines, int length) {
            this.lines = lines;
            this.length = length;
        }

        /** Adds a line at the end. */
        @CanIgnoreReturnValue
        public Builder add(String name, String value) {
            if (length + 2 > lines.length) {
                lines = Arrays.copyOf(lines, Math.max(8, lines.length * 2));
            }
            lines[length++] = name;
            lines[length++] = value;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder addAll(Headers headers) {
            int needed = length + headers.lines.length;
            if (needed > lines.length) {
                lines = Arrays.copyOf(lines, needed + 8);
            }
            System.arraycopy(headers.lines, 0, lines, length, headers.lines.length);
            length = needed;
            return this;
        }

        /** Puts this line where the first of that name was, else at the end, and removes the others of that name. */
        @CanIgnoreReturnValue
        public Builder set(String name, String value) {
            for (int i = 0; i < length; i += 2) {
                if (sameName(lines[i], name)) {
                    lines[i] = name;
                    lines[i + 1] = value;
                    removeFrom(i + 2, name);
                    return this;
                }
            }
            return add(name, value);
        }

        /** Adds the line unless there is one of that name. */
        @CanIgnoreReturnValue
        public Builder setIfAbsent(String name, String value) {
            return contains(name) ? this : add(name, value);
        }

        @CanIgnoreReturnValue
        public Builder remove(String name) {
            removeFrom(0, name);
            return this;
        }

        /** Removes the lines whose name is one of these. */
        @CanIgnoreReturnValue
        public Builder removeIf(Predicate<String> named) {
            for (int i = length - 2; i >= 0; i -= 2) {
                if (named.test(lines[i])) {
                    System.arraycopy(lines, i + 2, lines, i, length - i - 2);
                    length -= 2;
                }
            }
            return this;
        }

        public boolean contains(String name) {
            return first(name) != null;
        }

        /** The value of the first line with this name. */
        public @Nullable String first(String name) {
            return Headers.first(lines, length, name);
        }

        /** As {@link Headers#combined}. */
        public @Nullable String combined(String name) {
            return Headers.combined(lines, length, name);
        }

        /** The number of lines so far. */
        public int size() {
            return length >> 1;
        }

        /** The name of the line at {@code index}, 0 to {@link #size()} - 1. */
        public String nameAt(int index) {
            return lines[index << 1];
        }

        /** The value of the line at {@code index}, 0 to {@link #size()} - 1. */
        public String valueAt(int index) {
            return lines[(index << 1) + 1];
        }

        public Headers build() {
            return length == 0 ? EMPTY : new Headers(Arrays.copyOf(lines, length));
        }

        private void removeFrom(int start, String name) {
            int kept = start;
            for (int i = start; i < length; i += 2) {
                if (!sameName(lines[i], name)) {
                    lines[kept] = lines[i];
                    lines[kept + 1] = lines[i + 1];
                    kept += 2;
                }
            }
            length = kept;
        }
    }
}
