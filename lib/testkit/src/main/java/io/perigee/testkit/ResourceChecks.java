package io.perigee.testkit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test during which an event loop was blocked, and a test class that leaves a Netty buffer behind that nobody has
 * released. It is there for every test class of a module that has this library on its test class path: the build lets JUnit
 * find it by itself. The leak check collects all garbage, which takes long enough to be done once per class; the report
 * says where the buffer was last touched.
 */
public final class ResourceChecks
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    /** Found by JUnit. */
    public ResourceChecks() {}

    /** Fails if a buffer has been leaked; for tests that do not run on JUnit Jupiter, at the end of their class. */
    public static void failIfBuffersAreLeaked() {
        LeakReports.failIfAny();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (isOutermost(context)) {
            LeakReports.forget();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        BlockedEventLoops.forget();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!context.getRequiredTestClass().isAnnotationPresent(HoldsEventLoops.class)) {
            BlockedEventLoops.failIfAny();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (isOutermost(context)) {
            LeakReports.failIfAny();
        }
    }

    private static boolean isOutermost(ExtensionContext context) {
        return context.getRequiredTestClass().getEnclosingClass() == null;
    }
}
