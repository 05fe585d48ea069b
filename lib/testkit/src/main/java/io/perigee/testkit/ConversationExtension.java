package io.perigee.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test of a {@link Conversation} class its parties and closes them. */
public final class ConversationExtension implements ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(ConversationExtension.class);
    private static final Set<Class<?>> PARTIES = Set.of(Vertx.class, FakeOrigin.class, Viewer.class, ManualClock.class);

    /** A Vert.x for tests, with two event loops; the caller closes it. */
    public static Vertx newVertx() {
        return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(true));
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
    }

    private static Parties parties(ExtensionContext context) {
        return context.getStore(NAMESPACE).getOrComputeIfAbsent(Parties.class, key -> new Parties(), Parties.class);
    }
}
