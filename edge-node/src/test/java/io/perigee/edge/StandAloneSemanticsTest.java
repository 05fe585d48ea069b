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
import java.util.List;
import org.junit.jupiter.api.Test;

/** HTTP caching by one edge that stands alone, where viewers' directives count and any method may change things. */
@Conversation
@SuppressWarnings("NullAway.Init") // started before each test
class StandAloneSemanticsTest extends SemanticsContract {

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

    private String url(String path) {
        return "http://127.0.0.1:" + edge.port() + path;
    }

    private Answered ask(Viewer viewer, String path, String directives) {
        return viewer.send(Asked.get(url(path)).with("Cache-Control", directives));
    }

    @Test
    void viewersSayHowFreshAResponseMustBeAndHowStaleItMayBe(FakeOrigin origin, Viewer viewer) {
        origin.on("/old", Answer.ok("x").with("Cache-Control", "max-age=100").with("Age", "150"));
        origin.on("/young", Answer.ok("x").with("Cache-Control", "max-age=1000"));
        viewer.get(url("/old"));
        viewer.get(url("/young"));

        ask(viewer, "/old", "max-stale=1000");
        ask(viewer, "/old", "max-stale");
        ask(viewer, "/young", "min-fresh=500");
        ask(viewer, "/young", "max-age=\"500\"");
        assertThat(origin.fetches()).isEqualTo(2);

        ask(viewer, "/old", "max-stale=10");
        ask(viewer, "/young", "min-fresh=2000");
        ask(viewer, "/young", "max-age=0");
        assertThat(origin.fetches("/old")).isEqualTo(2);
        assertThat(origin.fetches("/young")).isEqualTo(3);
    }

    @Test
    void onlyIfCachedNeverReachesTheOrigin(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/old",
                Answer.ok("x")
                        .with("Cache-Control", "max-age=100")
                        .with("Age", "150")
                        .with("ETag", "\"1\""));
        viewer.get(url("/old"));

        assertThat(ask(viewer, "/old", "only-if-cached").status()).isEqualTo(504);
        assertThat(ask(viewer, "/old", "only-if-cached, max-stale").status()).isEqualTo(200);
        assertThat(ask(viewer, "/none", "only-if-cached").status()).isEqualTo(504);
        assertThat(origin.fetches()).isEqualTo(1);
    }

    @Test
    void reloadLeavesTheOriginAloneAboutWhatIsImmutable(FakeOrigin origin, Viewer viewer) {
        origin.on("/i", Answer.ok("x").with("Cache-Control", "max-age=1000, immutable"));
        viewer.get(url("/i"));

        ask(viewer, "/i", "max-age=0");
        assertThat(origin.fetches()).isEqualTo(1);

        ask(viewer, "/i", "no-cache");
        assertThat(origin.fetches()).isEqualTo(2);
    }

    @Test
    void anyMethodThatMayChangeThingsTakesWhatItNamesOutOfTheCache(FakeOrigin origin, Viewer viewer) {
        origin.otherwise(request -> switch (request.method()) {
            case "GET" -> Answer.ok("x").with("Cache-Control", "max-age=1000");
            default ->
                Answer.status(201)
                        .with("Location", "/made?q=1")
                        .with("Content-Location", "http://" + request.header("Host") + "/described");
        });
        List<String> named = List.of("/target", "/made?q=1", "/described");

        for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "M-SEARCH", "FROB")) {
            named.forEach(path -> viewer.get(url(path)));
            viewer.get(url("/other"));
            viewer.send(Asked.of(method, url("/target")).body("b"));
            for (String path : named) {
                assertThat(viewer.get(url(path)).header("X-Cache"))
                        .as(method + " " + path)
                        .isEqualTo("Miss from perigee");
            }
            assertThat(viewer.get(url("/other")).header("X-Cache")).as(method).isEqualTo("Hit from perigee");
        }
    }

    @Test
    void whatAnotherHostIsSaidToHaveChangedStays(FakeOrigin origin, Viewer viewer) {
        origin.otherwise(request -> switch (request.method()) {
            case "GET" -> Answer.ok("x").with("Cache-Control", "max-age=1000");
            default -> Answer.status(201).with("Location", "http://elsewhere.example/kept");
        });
        viewer.get(url("/kept"));

        viewer.send(Asked.of("POST", url("/target")).body("b"));

        assertThat(viewer.get(url("/kept")).header("X-Cache")).isEqualTo("Hit from perigee");
    }
}
