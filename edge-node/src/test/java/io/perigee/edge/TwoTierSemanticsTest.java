package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testkit.Answer;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;

/** HTTP caching through an edge and a regional cache. */
@Conversation
@SuppressWarnings("NullAway.Init") // started before each test
class TwoTierSemanticsTest extends SemanticsContract {

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
    void bothTiersKeepWhatTheyPassOn(FakeOrigin origin, Viewer viewer) {
        origin.on("/a", Answer.ok("x").with("Cache-Control", "max-age=60"));

        assertThat(viewer.get("http://127.0.0.1:" + tiers.port() + "/a").header("Cache-Status"))
                .contains("regional-test-1; fwd=uri-miss", "edge-test-1; fwd=uri-miss");
        Await.until(
                "both have stored it",
                () -> tiers.edge().objects() == 1 && tiers.regional().objects() == 1);
    }
}
