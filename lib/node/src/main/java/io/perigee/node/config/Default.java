package io.perigee.node.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The value of a configuration record's component that the file does not give, in the file's own notation. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Default {
    /** Such as {@code "30s"}, {@code "64MiB"}, {@code "8080"}, {@code "true"}. */
    String value();
}
