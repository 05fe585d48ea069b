package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testkit.Answer;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Gate;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entries of the change log, applied by an edge and a regional cache. */
@Conversation
@SuppressWarnings("NullAway.Init") // started before each test
class TwoTierInvalidationTest {

    private static final Answer LASTING = Answer.ok("old").with("Cache-Control", "max-age=3600");

    private TwoTiers tiers;

    @BeforeEach
    void open(Vertx vertx, FakeOrigin origin) {
        tiers = new TwoTiers(vertx, origin);
    }

    @AfterEach
    void close() {
        tiers.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + tiers.port() + path;
    }

    @Test
    void aTagTakesWhatCarriesItOutOfBothTiers(FakeOrigin origin, Viewer viewer) {
        origin.on("/shoe", LASTING.with("Cache-Tag", "product-42, shoes"));
        origin.on("/hat", LASTING.with("Cache-Tag", "product-43"));
        viewer.get(url("/shoe"));
        viewer.get(url("/hat"));

        origin.on("/shoe", Answer.ok("new"));
        tiers.apply((marks, sequence) -> marks.addTag("site", "product-42", sequence));

        assertThat(viewer.get(url("/shoe")).text()).isEqualTo("new");
        assertThat(viewer.get(url("/hat")).text()).isEqualTo("old");
        assertThat(origin.fetches("/hat")).isEqualTo(1);
    }

    @Test
    void anEdgeLearnsFromA304WhichTagsTheObjectHasGotMeanwhile(FakeOrigin origin, Viewer viewer) {
        origin.on("/a", asked -> tagged("red", "max-age=0"));
        viewer.get(url("/a"));
        origin.on(
                "/a",
                asked -> asked.header("If-None-Match") == null
                        ? tagged("blue", "max-age=3600")
                        : Answer.status(304).with("ETag", "\"1\"").with("Cache-Tag", "blue"));
        viewer.get(url("/a"));
        assertThat(viewer.get(url("/a")).header("X-Cache")).startsWith("Hit");

        origin.on("/a", Answer.ok("new"));
        tiers.apply((marks, sequence) -> marks.addTag("site", "blue", sequence));

        assertThat(viewer.get(url("/a")).text()).isEqualTo("new");
    }

    @Test
    void aSoftInvalidationCostsOneRevalidationThroughBothTiers(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/a",
                asked -> asked.header("If-None-Match") == null
                        ? tagged("red", "max-age=3600")
                        : Answer.status(304).with("ETag", "\"1\"").with("Cache-Control", "max-age=3600"));
        viewer.get(url("/a"));
        tiers.soften("/a");

        assertThat(viewer.get(url("/a")).header("X-Cache")).startsWith("RefreshHit");
        assertThat(viewer.get(url("/a")).header("X-Cache")).startsWith("Hit");
        assertThat(origin.requests("/a"))
                .extracting(asked -> asked.header("If-None-Match"))
                .containsExactly(null, "\"1\"");
    }

    @Test
    void whatTheRegionalCacheServesStaleAfterASoftInvalidationIsNotFreshAtTheEdge(FakeOrigin origin, Viewer viewer) {
        Gate refresh = new Gate();
        origin.on("/a", tagged("red", "max-age=3600, stale-while-revalidate=3600"));
        viewer.get(url("/a"));
        tiers.soften("/a*");
        origin.on(
                "/a",
                Answer.status(200)
                        .with("Cache-Control", "max-age=3600")
                        .waitFor(refresh)
                        .body("new"));

        assertThat(viewer.get(url("/a")).text()).isEqualTo("old");
        assertThat(viewer.get(url("/a")).text()).isEqualTo("old");
        refresh.open();
        Await.until("the new one is there", () -> viewer.get(url("/a")).text().equals("new"));
    }

    private static Answer tagged(String tag, String cacheControl) {
        return Answer.ok("old")
                .with("ETag", "\"1\"")
                .with("Cache-Control", cacheControl)
                .with("Cache-Tag", tag);
    }
}
