package io.perigee.functions;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The header fields of a message: immutable, in their original order and spelling, several lines to a name where the
 * message has several. Names are compared without regard to case (RFC 9110, section 5.1).
 */
public final class HeaderFields implements Iterable<HeaderField> {
    private static final HeaderFields EMPTY = new HeaderFields(List.of());

    private final List<HeaderField> fields;

    private HeaderFields(List<HeaderField> fields) {
        this.fields = fields;
    }

    public static HeaderFields empty() {
        return EMPTY;
    }

    /** Those fields, in that order. */
    public static HeaderFields of(List<HeaderField> fields) {
        return fields.isEmpty() ? EMPTY : new HeaderFields(List.copyOf(fields));
    }

    /** Name, value, name, value, …; an odd number of them is refused with {@link IllegalArgumentException}. */
    public static HeaderFields of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("names and values come in pairs, got " + namesAndValues.length);
        }
        List<HeaderField> fields = new ArrayList<>(namesAndValues.length / 2);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new HeaderField(namesAndValues[i], namesAndValues[i + 1]));
        }
        return of(fields);
    }

    /** The value of the first line of that name. */
    public Optional<String> first(String name) {
        for (HeaderField field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /** The values of all lines of that name, in order; empty if there is none. */
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(HeaderField::value)
                .toList();
    }

    public boolean contains(String name) {
        return first(name).isPresent();
    }

    /** With one line of that name: the first such line takes the value, further ones go; a new name comes last. */
    public HeaderFields with(String name, String value) {
        List<HeaderField> changed = new ArrayList<>(fields.size() + 1);
        boolean placed = false;
        for (HeaderField field : fields) {
            if (!field.name().equalsIgnoreCase(name)) {
                changed.add(field);
            } else if (!placed) {
                changed.add(new HeaderField(name, value));
                placed = true;
            }
        }
        if (!placed) {
            changed.add(new HeaderField(name, value));
        }
        return of(changed);
    }

    /** With that line after all others, whether or not the name is there already. */
    public HeaderFields adding(String name, String value) {
        return of(Stream.concat(fields.stream(), Stream.of(new HeaderField(name, value)))
                .toList());
    }

    /** Without any line of that name. */
    public HeaderFields without(String name) {
        if (!contains(name)) {
            return this;
        }
        return of(fields.stream()
                .filter(field -> !field.name().equalsIgnoreCase(name))
                .toList());
    }

    /** How CloudFront spells what functions name in lower case: the first letter of each word capitalised. */
    public static String spelled(String lowerName) {
        StringBuilder spelled = new StringBuilder(lowerName);
        for (int i = 0; i < spelled.length(); i++) {
            if (i == 0 || spelled.charAt(i - 1) == '-') {
                spelled.setCharAt(i, Character.toUpperCase(spelled.charAt(i)));
            }
        }
        return spelled.toString();
    }

    public List<HeaderField> fields() {
        return fields;
    }

    public int size() {
        return fields.size();
    }

    @Override
    public Iterator<HeaderField> iterator() {
        return fields.iterator();
    }

    /** Equal if they have the same lines, names' spelling included, in the same order. */
    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof HeaderFields that && fields.equals(that.fields));
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return fields.stream().map(f -> f.name() + ": " + f.value()).collect(Collectors.joining(", ", "[", "]"));
    }
}
