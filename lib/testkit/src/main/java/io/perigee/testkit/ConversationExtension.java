package io.perigee.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test of a {@link Conversation} class its parties, closes them, and checks what they leave behind. */
public final class ConversationExtension implements ParameterResolver, BeforeEachCallback, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(ConversationExtension.class);
    private static final Set<Class<?>> PARTIES = Set.of(Vertx.class, FakeOrigin.class, Viewer.class, ManualClock.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        LeakReports.forget();
        BlockedEventLoops.forget();
    }

    /** A Vert.x for tests, with a blocked event loop check that fails the running test; the caller closes it. */
    public static Vertx newVertx() {
        return watch(Vertx.vertx(options()));
    }

    /** Options that make the blocked thread check of a Vert.x quick enough for {@link #watch}. */
    public static VertxOptions options() {
        return new VertxOptions()
                .setEventLoopPoolSize(2)
                .setMaxEventLoopExecuteTime(BlockedEventLoops.WAITING_LIMIT.toMillis())
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setBlockedThreadCheckInterval(100)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS);
    }

    /** Makes a blocked event loop of this Vert.x, made with {@link #options()}, fail the running test. */
    public static Vertx watch(Vertx vertx) {
        BlockedEventLoops.watch(vertx);
        return vertx;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARTIES.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parties(context).get(parameter.getParameter().getType());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        var parties = context.getStore(NAMESPACE).remove(Parties.class, Parties.class);
        if (parties != null) {
            parties.close();
        }
        BlockedEventLoops.failIfAny();
        LeakReports.failIfAny();
    }

    private static Parties parties(ExtensionContext context) {
        return context.getStore(NAMESPACE).getOrComputeIfAbsent(Parties.class, key -> new Parties(), Parties.class);
    }
}
