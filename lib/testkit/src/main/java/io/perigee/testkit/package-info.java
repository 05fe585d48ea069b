/**
 * What a conversation test needs: a test reads as a dialogue between a viewer, the node under test and an origin.
 *
 * <p>Start here: annotate the test class with {@link io.perigee.testkit.Conversation} and take what the test needs as
 * parameters: a {@link io.vertx.core.Vertx}, a {@link io.perigee.testkit.FakeOrigin}, a
 * {@link io.perigee.testkit.Viewer}. They are closed after the test. Every test that blocks an event loop and every test
 * class that leaks a Netty buffer fails ({@link io.perigee.testkit.ResourceChecks}). Order between the parties is made with a {@link io.perigee.testkit.Gate} (a barrier that the test
 * opens), time with a {@link io.perigee.testkit.ManualClock}, bounded waiting with {@link io.perigee.testkit.Await}.
 */
@NullMarked
package io.perigee.testkit;

import org.jspecify.annotations.NullMarked;
