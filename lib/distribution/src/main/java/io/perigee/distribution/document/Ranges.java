package io.perigee.distribution.document;

import io.perigee.distribution.describe.Describes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/** The numbers and durations that a field takes. */
final class Ranges {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Ranges() {}

    static long leastNumber(Shape.Field field) {
        Describes describes = field.describes();
        if (describes != null && describes.oneOf().length > 0) {
            return Arrays.stream(describes.oneOf()).min().orElseThrow();
        }
        return describes == null || describes.min().isEmpty() ? 0 : Long.parseLong(describes.min());
    }

    static long mostNumber(Shape.Field field) {
        Describes describes = field.describes();
        if (describes != null && describes.oneOf().length > 0) {
            return Arrays.stream(describes.oneOf()).max().orElseThrow();
        }
        if (describes != null && !describes.max().isEmpty()) {
            return Long.parseLong(describes.max());
        }
        return field.item() == long.class ? Long.MAX_VALUE : Integer.MAX_VALUE;
    }

    static String expectedNumber(Shape.Field field) {
        Describes describes = field.describes();
        if (describes != null && describes.oneOf().length > 0) {
            return "one of "
                    + Arrays.stream(describes.oneOf())
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(", "));
        }
        return "a whole number from " + leastNumber(field) + " to " + mostNumber(field);
    }

    static Duration leastDuration(Shape.Field field) {
        Describes describes = field.describes();
        return describes == null || describes.min().isEmpty() ? Duration.ZERO : parse(describes.min());
    }

    static Duration mostDuration(Shape.Field field) {
        Describes describes = field.describes();
        return describes == null || describes.max().isEmpty() ? LONGEST : parse(describes.max());
    }

    static String expectedDuration(Shape.Field field) {
        return Durations.FORM + ", from " + Durations.format(leastDuration(field)) + " to "
                + Durations.format(mostDuration(field));
    }

    private static Duration parse(String text) {
        return Objects.requireNonNull(Durations.parse(text), text);
    }
}
