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
import org.junit.jupiter.api.Test;

/** Messages through one edge that stands alone. */
@Conversation
@SuppressWarnings("NullAway.Init") // started before each test
class StandAloneForwardingTest extends ForwardingContract {

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

    @Test
    void oneViewersNoStoreKeepsNobodyElseFromTheCache(FakeOrigin origin, Viewer viewer) {
        origin.on("/page", Answer.ok("x").with("Cache-Control", "max-age=60"));
        Asked unstored = Asked.get(url("/page")).with("Cache-Control", "no-store");

        assertThat(viewer.send(unstored).header("Cache-Status")).isEqualTo("edge; fwd=bypass; fwd-status=200");
        assertThat(viewer.get(url("/page")).header("Cache-Status")).endsWith("; stored");
        assertThat(viewer.get(url("/page")).header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(origin.fetches("/page")).isEqualTo(2);
    }

    @Test
    void cacheStatusTellsAReloadFromWhatHasExpired(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/page",
                Answer.ok("x").with("Cache-Control", "max-age=60").with("ETag", "\"1\""),
                Answer.status(304).with("Cache-Control", "max-age=60").with("ETag", "\"1\""));
        viewer.get(url("/page"));

        assertThat(viewer.send(Asked.get(url("/page")).with("Cache-Control", "no-cache"))
                        .header("Cache-Status"))
                .startsWith("edge; fwd=request; fwd-status=304");
        assertThat(viewer.send(Asked.get(url("/none")).with("Cache-Control", "only-if-cached"))
                        .header("Cache-Status"))
                .isEqualTo("edge; detail=only-if-cached");
    }

    @Test
    void traceThatEndsHereIsReflectedWithoutSecrets(FakeOrigin origin, Viewer viewer) {
        Answered reflected = viewer.send(Asked.of("TRACE", url("/t?a=b"))
                .with("Max-Forwards", "0")
                .with("Cookie", "secret")
                .with("authorization", "secret")
                .with("X-A", "b"));

        assertThat(reflected.status()).isEqualTo(200);
        assertThat(reflected.header("Content-Type")).isEqualTo("message/http");
        assertThat(reflected.text())
                .startsWith("TRACE /t?a=b HTTP/1.1\r\n")
                .contains("X-A: b\r\n")
                .doesNotContain("secret");
        assertThat(origin.fetches()).isZero();
    }

    @Test
    void whatOneViewersCredentialsCannotConfirmIsConfirmedByOthers(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/page",
                Answer.ok("x")
                        .with("Cache-Control", "max-age=10")
                        .with("Age", "10")
                        .with("ETag", "\"1\""),
                Answer.status(304).with("Cache-Control", "max-age=60").with("ETag", "\"1\""));
        viewer.get(url("/page"));

        assertThat(viewer.send(Asked.get(url("/page")).with("Authorization", "Basic YTpi"))
                        .text())
                .isEqualTo("x");
        assertThat(viewer.get(url("/page")).header("X-Cache")).isEqualTo("RefreshHit from perigee");
        assertThat(viewer.get(url("/page")).header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(origin.fetches("/page")).isEqualTo(3);
    }
}
