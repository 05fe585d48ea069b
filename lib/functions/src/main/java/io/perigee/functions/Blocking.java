package io.perigee.functions;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On an {@link EdgeFunction} that waits for something, or computes for long: it runs on virtual threads in place of event
 * loops, may use blocking APIs and {@link io.vertx.core.Future#await}, and is interrupted when its time limit has passed.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Blocking {}
