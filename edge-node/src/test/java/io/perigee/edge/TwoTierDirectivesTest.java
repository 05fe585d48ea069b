package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Viewers' directives through an edge and a regional cache, where the cache policy lets them count. */
@Conversation
@SuppressWarnings("NullAway.Init") // started before each test
class TwoTierDirectivesTest {

    private TwoTiers tiers;

    @BeforeEach
    void start(Vertx vertx, FakeOrigin origin) {
        tiers = TwoTiers.obeyingViewers(vertx, origin);
    }

    @AfterEach
    void stop() {
        tiers.close();
    }

    private Answered ask(Viewer viewer, String path, String name, String directives) {
        return viewer.send(Asked.get("http://127.0.0.1:" + tiers.port() + path).with(name, directives));
    }

    @Test
    void reloadReachesTheOriginThroughBothTiers(FakeOrigin origin, Viewer viewer) {
        Answer answer = Answer.ok("x").with("Cache-Control", "max-age=1000").with("Age", "100");
        int fetches = 1;
        for (String[] directive : new String[][] {
            {"Cache-Control", "no-cache"},
            {"Cache-Control", "max-age=0"},
            {"Cache-Control", "max-age=50"},
            {"Cache-Control", "min-fresh=950"},
            {"Pragma", "no-cache"}
        }) {
            origin.on("/a", answer);
            viewer.get("http://127.0.0.1:" + tiers.port() + "/a");

            ask(viewer, "/a", directive[0], directive[1]);

            assertThat(origin.fetches("/a")).as(directive[1]).isEqualTo(++fetches);
        }
        ask(viewer, "/a", "Cache-Control", "max-age=500, min-fresh=500");
        assertThat(origin.fetches("/a")).isEqualTo(fetches);
    }

    @Test
    void viewersMayAskForNothingButWhatIsStoredOrForWhatIsStale(FakeOrigin origin, Viewer viewer) {
        origin.on("/a", Answer.ok("x").with("Cache-Control", "max-age=100").with("Age", "150"));

        assertThat(ask(viewer, "/a", "Cache-Control", "only-if-cached").status())
                .isEqualTo(504);
        ask(viewer, "/a", "Cache-Control", "max-age=1000");
        assertThat(ask(viewer, "/a", "Cache-Control", "only-if-cached, max-stale")
                        .status())
                .isEqualTo(200);
        assertThat(ask(viewer, "/a", "Cache-Control", "max-stale=10").header("Age"))
                .isEqualTo("150");
        assertThat(origin.fetches("/a")).isEqualTo(2);
    }

    @Test
    void noTierStoresWhatAViewerForbidsToStore(FakeOrigin origin, Viewer viewer) {
        origin.on("/a", Answer.ok("x").with("Cache-Control", "max-age=100"));

        ask(viewer, "/a", "Cache-Control", "no-store");

        assertThat(tiers.edge().objects()).isZero();
        assertThat(tiers.regional().objects()).isZero();
    }

    @Test
    void whatIsServedStaleOnceIsFreshInBothTiersAfterwards(FakeOrigin origin, Viewer viewer) {
        String stale = "max-age=10, stale-while-revalidate=600";
        for (String validator : new String[] {"ETag", "X-None"}) {
            String path = "/" + validator;
            origin.on(
                    path,
                    Answer.ok("old")
                            .with("Cache-Control", stale)
                            .with("Age", "60")
                            .with(validator, "\"1\""),
                    Answer.ok("new").with("Cache-Control", stale).with(validator, "\"2\""));
            String url = "http://127.0.0.1:" + tiers.port() + path;
            viewer.get(url);
            long fetched = tiers.edge().fetches();

            assertThat(viewer.get(url).text()).isEqualTo("old");
            origin.awaitFetches(path, 2);
            Await.until(
                    "the edge has the new one",
                    () -> tiers.edge().fetches() == fetched + 1
                            && viewer.get(url).text().equals("new"));
            assertThat(origin.fetches(path)).isEqualTo(2);
        }
    }
}
