package io.perigee.edge;

import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.vertx.core.Vertx;

/** An edge alone before an origin in trouble. */
@Conversation
@SuppressWarnings("NullAway.Init") // started before each test
class StandAloneTroubledOriginTest extends TroubledOriginContract {

    private StandAloneEdge edge;

    @Override
    int start(Vertx vertx, FakeOrigin origin) {
        edge = TestEdges.standAlone(vertx, origin, "64MiB");
        return edge.port();
    }

    @Override
    void stop() {
        Await.get(edge.stop());
    }
}
