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

/** An edge alone that compresses: what it sends to whom. How it compresses is {@link CompressionTest}'s. */
@Conversation
@SuppressWarnings("NullAway.Init") // started before each test
class StandAloneCompressionTest {

    private StandAloneEdge edge;

    @BeforeEach
    void start(Vertx vertx, FakeOrigin origin) {
        edge = TestEdges.compressing(vertx, origin);
    }

    @AfterEach
    void stop() {
        Await.get(edge.stop());
    }

    private Answered ask(Viewer viewer, String path, String accepted) {
        return viewer.send(Asked.get("http://127.0.0.1:" + edge.port() + path).with("Accept-Encoding", accepted));
    }

    private static Answer page() {
        return Answer.ok("hello world ".repeat(200))
                .with("Content-Type", "text/html")
                .with("ETag", "\"1\"");
    }

    @Test
    void viewersGetTheCodingThatTheyLikeBestOfThoseStoredOnce(FakeOrigin origin, Viewer viewer) {
        origin.on("/page", page().with("Cache-Control", "max-age=60"));

        for (String[] accepted : new String[][] {
            {"gzip", "gzip"},
            {"GZIP;q=0.1", "gzip"},
            {"gzip, deflate, br", "br"},
            {"br;q=0.5, gzip;q=0.4", "br"},
            {"br;q=0.4, gzip;q=0.5", "gzip"},
            {"br;q=0, gzip", "gzip"},
            {"*", "br"},
            {"*;q=0, gzip", "gzip"},
            {"gzip;q=0, br;q=0", null},
            {"identity, gzip;q=0.5", null},
            {"identity;q=0, gzip", "gzip"},
            {"deflate", null}
        }) {
            Answered answer = ask(viewer, "/page", accepted[0]);
            assertThat(answer.header("Content-Encoding")).as(accepted[0]).isEqualTo(accepted[1]);
            assertThat(answer.header("ETag")).isEqualTo(accepted[1] == null ? "\"1\"" : "W/\"1\"");
            assertThat(answer.header("Vary")).isEqualTo(accepted[1] == null ? null : "Accept-Encoding");
        }
        // For who accepts gzip, who accepts Brotli too, and who accepts neither.
        assertThat(origin.fetches("/page")).isEqualTo(3);
    }

    @Test
    void whatMustNotBeTransformedIsSentAsItCame(FakeOrigin origin, Viewer viewer) {
        origin.on("/sealed", page().with("Cache-Control", "max-age=60, no-transform"));

        Answered answer = ask(viewer, "/sealed", "gzip, br");

        assertThat(answer.header("Content-Encoding")).isNull();
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.text()).startsWith("hello world");
    }
}
