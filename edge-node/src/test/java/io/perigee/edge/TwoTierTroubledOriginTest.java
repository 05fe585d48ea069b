package io.perigee.edge;

import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.vertx.core.Vertx;

/** An edge and a regional cache before an origin in trouble. */
@Conversation
@SuppressWarnings("NullAway.Init") // started before each test
class TwoTierTroubledOriginTest extends TroubledOriginContract {

    private TwoTiers tiers;

    @Override
    int start(Vertx vertx, FakeOrigin origin) {
        tiers = new TwoTiers(vertx, origin);
        return tiers.port();
    }

    @Override
    void stop() {
        tiers.close();
    }
}
