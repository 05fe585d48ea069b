package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testkit.Answer;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 9111 section 4.4 through an edge and a regional cache: who writes finds what he wrote. */
@Conversation
@SuppressWarnings("NullAway.Init") // started before each test
class UnsafeMethodsTest {

    private static final Answer OLD = Answer.ok("old").with("Cache-Control", "max-age=3600");
    private static final Answer NEW = Answer.ok("new").with("Cache-Control", "max-age=3600");

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

    private static void becomes(FakeOrigin origin, String path, Answer answer, Answer written) {
        origin.on(path, asked -> asked.method().equals("GET") ? answer : written);
    }

    @Test
    void whatWasWrittenIsReadBackThroughBothTiers(FakeOrigin origin, Viewer viewer) {
        for (String method : new String[] {"PUT", "POST", "PATCH", "DELETE"}) {
            String path = "/" + method;
            origin.on(path, OLD);
            viewer.get(url(path));
            becomes(origin, path, NEW, Answer.status(204));

            assertThat(viewer.send(Asked.of(method, url(path))).status()).isEqualTo(204);

            assertThat(viewer.get(url(path)).text()).as(method).isEqualTo("new");
        }
        assertThat(tiers.unconfirmedWrites()).isZero();
    }

    @Test
    void locationAndContentLocationOfTheSameOriginAreForgottenAndOthersAreNot(FakeOrigin origin, Viewer viewer) {
        for (String path : new String[] {"/list", "/item", "/copy", "/other"}) {
            origin.on(path, OLD);
            viewer.get(url(path));
        }
        becomes(
                origin,
                "/list",
                NEW,
                Answer.status(201).with("Location", "/item").with("Content-Location", url("/copy")));
        origin.on("/item", NEW);
        origin.on("/copy", NEW);
        origin.on("/other", NEW);
        viewer.send(Asked.of("POST", url("/list")));

        assertThat(viewer.get(url("/list")).text()).isEqualTo("new");
        assertThat(viewer.get(url("/item")).text()).isEqualTo("new");
        assertThat(viewer.get(url("/copy")).text()).isEqualTo("new");
        assertThat(viewer.get(url("/other")).text()).isEqualTo("old");
    }

    @Test
    void aRefusedWriteForgetsNothing(FakeOrigin origin, Viewer viewer) {
        origin.on("/a", OLD);
        viewer.get(url("/a"));
        becomes(origin, "/a", NEW, Answer.status(409));
        viewer.send(Asked.of("PUT", url("/a")));

        assertThat(viewer.get(url("/a")).text()).isEqualTo("old");
    }

    @Test
    void aRegionalCacheThatDoesNotAnswerKeepsNobodyWaitingForLongAndIsCounted(
            Vertx vertx, FakeOrigin origin, Viewer viewer) {
        NetServer silent = Await.get(
                vertx.createNetServer().connectHandler(connection -> {}).listen(0, "127.0.0.1"));
        origin.on("/a", Answer.status(204));
        tiers.alsoRegional("http://127.0.0.1:" + silent.actualPort());

        assertThat(viewer.send(Asked.of("PUT", url("/a"))).status()).isEqualTo(204);

        assertThat(tiers.unconfirmedWrites()).isEqualTo(1);
        Await.get(silent.close());
    }
}
