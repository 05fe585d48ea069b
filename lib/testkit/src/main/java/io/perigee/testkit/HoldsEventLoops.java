package io.perigee.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test class that blocks event loops because that is what it tests; {@link ResourceChecks} lets it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface HoldsEventLoops {

    /** Why. */
    String value();
}
