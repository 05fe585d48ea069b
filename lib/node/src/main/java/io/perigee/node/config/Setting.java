package io.perigee.node.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a key of a configuration file means and which values it takes: a component of a configuration record. The reader holds
 * files to it, refusals quote it, and {@code docs/reference/configuration.md} is made of it.
 *
 * <p>A bound of a list or a map binds each of its values.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {

    /** What the key means, in a sentence or two. */
    String value();

    /** The smallest number, size or duration, in the file's notation; empty: any. */
    String min() default "";

    /** The largest number, size or duration, in the file's notation; empty: any. */
    String max() default "";

    /** The regular expression that a text matches as a whole; empty: any text. */
    String pattern() default "";

    /** What {@link #pattern} means, in words; or what else is expected than the type's own notation. */
    String form() default "";

    /** Whether the value is a secret: no refusal cites it, nor anything that it may stand in. */
    boolean secret() default false;

    /** The fewest items of a list. */
    int minItems() default 0;
}
