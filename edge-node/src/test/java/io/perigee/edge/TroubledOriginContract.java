package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Gate;
import io.perigee.testkit.Viewer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of stored and of new responses while the origin is in trouble, whether one edge stands before it or a whole network. */
abstract class TroubledOriginContract {

    /** Stale from the beginning. */
    private static final Answer STALE = Answer.ok("old").with("ETag", "\"1\"").with("Age", "100");

    private static final Map<String, Answer> TROUBLES = new LinkedHashMap<>();

    static {
        TROUBLES.put("closes without an answer", Answer.closeWithoutAnswer());
        TROUBLES.put("breaks in the status line", Answer.raw("HTTP/1.1 20"));
        TROUBLES.put(
                "breaks in the middle of the head", Answer.raw("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nCont"));
        TROUBLES.put("says what is not HTTP", Answer.raw("rubbish\r\n\r\n"));
        for (int status : List.of(500, 502, 503, 504)) {
            TROUBLES.put("answers " + status, Answer.status(status).body("trouble"));
        }
    }

    private String url = "";

    /** Starts what is tested, in front of the origin; returns the port that viewers use. */
    abstract int start(Vertx vertx, FakeOrigin origin);

    abstract void stop();

    @BeforeEach
    void open(Vertx vertx, FakeOrigin origin) {
        url = "http://127.0.0.1:" + start(vertx, origin);
    }

    @AfterEach
    void close() {
        stop();
    }

    private Answered get(Viewer viewer, String path) {
        return viewer.get(url + path);
    }

    @Test
    void staleIfErrorCoversEveryKindOfTrouble(FakeOrigin origin, Viewer viewer) {
        Answer covered = STALE.with("Cache-Control", "max-age=10, stale-if-error=600");
        TROUBLES.forEach((trouble, answer) -> {
            String path = "/" + origin.fetches();
            origin.on(path, covered, answer);
            get(viewer, path);

            Answered stale = get(viewer, path);

            assertThat(stale.status()).as(trouble).isEqualTo(200);
            assertThat(stale.text()).as(trouble).isEqualTo("old");
            assertThat(origin.fetches(path)).as(trouble).isGreaterThan(1);
        });
    }

    @Test
    void staleIfErrorCoversAnOriginThatCannotBeReached(FakeOrigin origin, Viewer viewer) {
        origin.on("/a", STALE.with("Cache-Control", "max-age=10, stale-if-error=600"));
        origin.on("/b", STALE.with("Cache-Control", "max-age=10, must-revalidate"));
        get(viewer, "/a");
        get(viewer, "/b");

        origin.goDown();
        try {
            assertThat(get(viewer, "/a").text()).isEqualTo("old");
            assertThat(get(viewer, "/b").status()).isEqualTo(502);
        } finally {
            origin.goUp();
        }
    }

    @Test
    void whatMustBeValidatedIsNeverServedStale(FakeOrigin origin, Viewer viewer) {
        TROUBLES.forEach((trouble, answer) -> {
            for (String forbidding : List.of("must-revalidate", "proxy-revalidate", "no-cache")) {
                String path = "/" + origin.fetches();
                origin.on(path, STALE.with("Cache-Control", "max-age=10, stale-if-error=600, " + forbidding), answer);
                get(viewer, path);

                assertThat(get(viewer, path).status())
                        .as(trouble + " after " + forbidding)
                        .isGreaterThanOrEqualTo(500);
            }
        });
    }

    @Test
    void targetedFieldDecidesWhetherWhatIsStaleMayBeServed(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/may",
                STALE.with("Cache-Control", "max-age=10, must-revalidate")
                        .with("CDN-Cache-Control", "max-age=10, stale-if-error=600"),
                Answer.status(503));
        origin.on(
                "/must",
                STALE.with("Cache-Control", "max-age=10, stale-if-error=600")
                        .with("CDN-Cache-Control", "max-age=10, must-revalidate"),
                Answer.status(503));
        get(viewer, "/may");
        get(viewer, "/must");

        assertThat(get(viewer, "/may").text()).isEqualTo("old");
        assertThat(get(viewer, "/must").status()).isEqualTo(503);
    }

    @Test
    void staleWhileRevalidateIsServedAtOnceAndRefreshedOnce(FakeOrigin origin, Viewer viewer) {
        Gate gate = new Gate("the refreshing answer");
        origin.on(
                "/a",
                request -> request.header("If-None-Match") == null
                        ? STALE.with("Cache-Control", "max-age=10, stale-while-revalidate=600")
                        : Answer.status(200)
                                .with("Cache-Control", "max-age=600")
                                .with("ETag", "\"2\"")
                                .waitFor(gate)
                                .body("new"));
        get(viewer, "/a");

        for (int i = 0; i < 5; i++) {
            assertThat(get(viewer, "/a").text()).isEqualTo("old");
        }
        gate.awaitArrivals(1);
        assertThat(gate.arrivals()).isEqualTo(1);
        gate.open();

        Await.until("the new one is served", () -> get(viewer, "/a").text().equals("new"));
        assertThat(gate.arrivals()).isEqualTo(1);
    }

    @Test
    void errorsAreKeptForTheirOwnTime(FakeOrigin origin, Viewer viewer) {
        for (int status : List.of(404, 500, 503)) {
            origin.on("/" + status, Answer.status(status).with("Cache-Control", "max-age=60"));
            origin.on("/not/" + status, Answer.status(status).with("Cache-Control", "no-store"));
            for (int i = 0; i < 2; i++) {
                assertThat(get(viewer, "/" + status).status()).isEqualTo(status);
                assertThat(get(viewer, "/not/" + status).status()).isEqualTo(status);
            }
            assertThat(origin.fetches("/" + status)).as("" + status).isEqualTo(1);
        }
    }

    @Test
    void bodyThatBreaksOffIsNeitherPassedOffAsWholeNorStored(FakeOrigin origin, Viewer viewer) {
        Answer whole = Answer.ok("0123456789").with("Cache-Control", "max-age=60");
        origin.on("/counted", whole.abortAfter(4), whole);
        origin.on(
                "/chunked",
                Answer.raw(String.join(
                        "\r\n",
                        "HTTP/1.1 200 OK",
                        "Cache-Control: max-age=60",
                        "Transfer-Encoding: chunked",
                        "",
                        "4",
                        "0123",
                        "")),
                whole);
        for (String path : List.of("/counted", "/chunked")) {
            Future<Answered> broken = viewer.start(Asked.get(url + path));
            assertThat(Await.failure(broken)).as(path).isNotNull();

            assertThat(get(viewer, path).text()).as(path).isEqualTo("0123456789");
            assertThat(get(viewer, path).header("X-Cache")).as(path).startsWith("Hit");
        }
    }
}
