package io.perigee.httpcaching;

import com.google.errorprone.annotations.Immutable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a request must have in the fields that {@code Vary} names for a stored response to answer it (RFC 9111 section 4.1). Two
 * keys are equal when they name the same fields with the same values.
 *
 * <p>Values are compared without what makes no difference: whitespace around members, empty members, whether the members came in one line or
 * in several, and for Accept-Encoding and Accept-Language the case and the order of the members: what a viewer prefers stands in their
 * weights (RFC 9110 section 12.5.4). An absent field matches an absent one only.
 */
@Immutable
public final class VaryKey {
    /** Of a response without {@code Vary}: matches every request. */
    public static final VaryKey NONE = new VaryKey(new String[0], new String[0]);

    // Never written after construction and never handed out.
    @SuppressWarnings("Immutable")
    private final String[] names;

    @SuppressWarnings("Immutable")
    private final @Nullable String[] values;

    private VaryKey(String[] names, @Nullable String[] values) {
        this.names = names;
        this.values = values;
    }

    /** The key of a response to this request. A response with {@code Vary: *} has none: it must not be stored. */
    public static VaryKey of(Headers request, Headers response) {
        List<String> names = names(response);
        return names.isEmpty() ? NONE : select(names, request);
    }

    /**
     * The fields that {@code Vary} names: lower case, sorted, each once.
     *
     * @throws IllegalArgumentException on {@code Vary: *}
     */
    public static List<String> names(Headers response) {
        String field = response.combined(HeaderNames.VARY);
        if (field == null) {
            return List.of();
        }
        TreeSet<String> names =
                FieldLists.split(field).stream().map(Ascii::lowerCase).collect(Collectors.toCollection(TreeSet::new));
        if (names.contains("*")) {
            throw new IllegalArgumentException("Vary: * selects no fields");
        }
        return List.copyOf(names);
    }

    /**
     * What this request has in those fields.
     *
     * @param names as {@link #names(Headers)} gives them
     */
    public static VaryKey select(List<String> names, Headers request) {
        String[] selected = names.toArray(String[]::new);
        @Nullable String[] values = new @Nullable String[selected.length];
        for (int i = 0; i < selected.length; i++) {
            values[i] = normalised(selected[i], request);
        }
        return new VaryKey(selected, values);
    }

    /** Whether {@code Vary} has the member {@code *}. */
    public static boolean isAny(Headers response) {
        String field = response.combined(HeaderNames.VARY);
        return field != null
                && field.indexOf('*') >= 0
                && FieldLists.split(field).contains("*");
    }

    /** Whether a request with these headers selects the response that this is the key of. */
    public boolean matches(Headers request) {
        for (int i = 0; i < names.length; i++) {
            String wanted = values[i];
            // The bytes that were stored come again most of the time, in one line: nothing is to be normalised then.
            boolean same = wanted != null && request.count(names[i]) == 1 && wanted.equals(request.first(names[i]));
            if (!same && !Objects.equals(wanted, normalised(names[i], request))) {
                return false;
            }
        }
        return true;
    }

    /** The fields that count, in lower case and sorted. */
    public List<String> names() {
        return List.of(names);
    }

    /** What selects the response, as a request's fields: {@code select(names(), fields())} is equal to this key. */
    public Headers fields() {
        Headers.Builder fields = Headers.builder();
        for (int i = 0; i < names.length; i++) {
            String value = values[i];
            if (value != null) {
                fields.add(names[i], value);
            }
        }
        return fields.build();
    }

    private static @Nullable String normalised(String name, Headers request) {
        String combined = request.combined(name);
        if (combined == null) {
            return null;
        }
        boolean weighted = name.equals("accept-language") || name.equals("accept-encoding");
        String plain = weighted ? Ascii.lowerCase(combined) : combined;
        if (plain.indexOf(',') < 0) {
            return Ascii.trim(plain);
        }
        List<String> members = FieldLists.split(plain);
        return String.join(",", weighted ? members.stream().sorted().toList() : members);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VaryKey that && Arrays.equals(names, that.names) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
    }

    /** A text that two keys share exactly if they are equal; fit for a map's or a file's key. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            String value = values[i];
            text.append(names[i].length()).append(':').append(names[i]);
            if (value != null) {
                text.append('=').append(value.length()).append(':').append(value);
            }
            text.append(';');
        }
        return text.toString();
    }
}
