package io.perigee.testkit;

import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parties of one test, made when first asked for and closed in reverse order. */
final class Parties {

    private final Map<Class<?>, Object> made = new LinkedHashMap<>();

    Object get(Class<?> type) {
        Object party = made.get(type);
        if (party == null) {
            party = make(type);
            made.put(type, party);
        }
        return party;
    }

    private Object make(Class<?> type) {
        if (type == Vertx.class) {
            return ConversationExtension.newVertx();
        }
        if (type == FakeOrigin.class) {
            return FakeOrigin.start((Vertx) get(Vertx.class));
        }
        if (type == Viewer.class) {
            return Viewer.of((Vertx) get(Vertx.class));
        }
        return new ManualClock();
    }

    void close() {
        if (made.get(Viewer.class) instanceof Viewer viewer) {
            viewer.close();
        }
        if (made.get(FakeOrigin.class) instanceof FakeOrigin origin) {
            origin.close();
        }
        if (made.get(Vertx.class) instanceof Vertx vertx) {
            Await.get(vertx.close());
        }
    }
}
