package io.perigee.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class whose tests talk over real sockets. Test, {@code @BeforeEach} and {@code @AfterEach} methods may take:
 *
 * <ul>
 *   <li>{@link io.vertx.core.Vertx}: one per test
 *   <li>{@link FakeOrigin}: started on a free port of the loopback address; one per test
 *   <li>{@link Viewer}: an HTTP client; one per test
 *   <li>{@link ManualClock}: starts at 2026-01-01T00:00:00Z; one per test
 * </ul>
 *
 * <p>All are closed after the test's {@code @AfterEach} methods. A test fails if an event loop was blocked, and a class if
 * it leaks a Netty buffer, as in any test class: see {@link ResourceChecks}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ConversationExtension.class)
public @interface Conversation {}
