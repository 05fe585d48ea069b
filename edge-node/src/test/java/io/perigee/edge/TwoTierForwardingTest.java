package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testkit.Answer;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;

/** Messages through an edge and a regional cache. */
@Conversation
@SuppressWarnings("NullAway.Init") // started before each test
class TwoTierForwardingTest extends ForwardingContract {

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

    @Test
    void viewersHaveNoSayInWhatIsStored(FakeOrigin origin, Viewer viewer) {
        origin.on("/page", Answer.ok("x").with("Cache-Control", "max-age=60"));

        viewer.send(Asked.get(url("/page")).with("Cache-Control", "no-store"));

        assertThat(viewer.get(url("/page")).header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(origin.fetches("/page")).isEqualTo(1);
    }
}
