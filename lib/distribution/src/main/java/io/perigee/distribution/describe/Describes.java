package io.perigee.distribution.describe;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What one field of a document means and which values it takes.
 *
 * <p>A field without {@link #defaultValue} is required, unless its type is marked {@code @Nullable}.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Describes {

    /** What the field means, in one or two sentences. */
    String value();

    /** The field as documents name it, where that is no name in Java; empty: as Java does. */
    String name() default "";

    /** The value of a field that is left out, as it would be written in YAML ({@code 80}, {@code []}, {@code 30s}); empty: none. */
    String defaultValue() default "";

    /** The smallest number or duration allowed, written like the field itself; empty: 0. */
    String min() default "";

    /** The largest number or duration allowed, written like the field itself; empty: the type's own bound. */
    String max() default "";

    /** The form of a text, or of each text in a list. */
    Format format() default Format.TEXT;

    /** The most characters of a text, or of each text in a list. */
    int maxLength() default 4_096;

    /** The fewest items of a list. */
    int minItems() default 0;

    /** The most items of a list. */
    int maxItems() default 1_000;

    /** The only numbers allowed, for a field that takes a few separate ones such as status codes; empty: no such limit. */
    int[] oneOf() default {};
}
