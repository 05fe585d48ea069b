package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testkit.Answer;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
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

    private static Answer tagged(String tag, String cacheControl) {
        return Answer.ok("old")
                .with("ETag", "\"1\"")
                .with("Cache-Control", cacheControl)
                .with("Cache-Tag", tag);
    }
}
