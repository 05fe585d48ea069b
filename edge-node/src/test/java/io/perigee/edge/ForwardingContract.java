package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.RawConnection;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an intermediary makes of the messages that it passes on, whether one edge stands before the origin or a whole network. */
abstract class ForwardingContract {

    private int port;

    /** Starts what is tested, in front of the origin; returns the port that viewers use. */
    abstract int start(Vertx vertx, FakeOrigin origin);

    abstract void stop();

    @BeforeEach
    void open(Vertx vertx, FakeOrigin origin) {
        port = start(vertx, origin);
    }

    @AfterEach
    void close() {
        stop();
    }

    final int port() {
        return port;
    }

    final String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    @Test
    void everyResponseSaysWhenItWasMade(FakeOrigin origin, Viewer viewer) {
        origin.on("/passed", Answer.raw("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 1\r\n\r\nx"));
        origin.on("/kept", Answer.raw("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 1\r\n\r\nx"));

        Stream.of(
                        Asked.get(url("/passed")),
                        Asked.of("PUT", url("/passed")).body("x"),
                        Asked.get(url("/kept")),
                        Asked.get(url("/kept")),
                        Asked.get(url("/kept")).with("Range", "bytes=5-"),
                        Asked.get(url("/%zz")))
                .forEach(asked -> assertThat(viewer.send(asked).header("Date"))
                        .as(asked.toString())
                        .matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT"));
    }

    @Test
    void whatA304SaysReachesEveryTier(FakeOrigin origin, Viewer viewer) {
        Answer stored = Answer.ok("hello")
                .with("Cache-Control", "max-age=10")
                .with("Age", "10")
                .with("ETag", "\"1\"");
        Answer confirmed =
                Answer.status(304).with("Cache-Control", "max-age=60").with("ETag", "\"1\"");
        for (String name : List.of("Content-Type", "Content-Language", "Set-Cookie", "X-Any")) {
            origin.on("/" + name, stored.with(name, "a/b"), confirmed.with(name, "c/d"));

            viewer.get(url("/" + name));
            Answered refreshed = viewer.get(url("/" + name));
            Answered hit = viewer.get(url("/" + name));

            assertThat(refreshed.header(name)).as(name).isEqualTo("c/d");
            assertThat(hit.header(name)).as(name).isEqualTo("c/d");
            assertThat(hit.text()).isEqualTo("hello");
            assertThat(hit.header("X-Cache")).isEqualTo("Hit from perigee");
        }
    }

    @Test
    void oneViewersCredentialsKeepNobodyElseFromTheCache(FakeOrigin origin, Viewer viewer) {
        origin.on("/page", Answer.ok("x").with("Cache-Control", "max-age=60"));

        viewer.send(Asked.get(url("/page")).with("Authorization", "Basic YTpi"));
        viewer.get(url("/page"));

        assertThat(viewer.get(url("/page")).header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(origin.fetches("/page")).isEqualTo(2);
    }

    @Test
    void cacheStatusSaysWhyARequestWentOn(FakeOrigin origin, Viewer viewer) {
        origin.on("/private", Answer.ok("x").with("Cache-Control", "private"));
        origin.on("/kept", Answer.ok("x").with("Cache-Control", "max-age=60"));

        assertThat(viewer.get(url("/private")).header("Cache-Status")).endsWith("; fwd=uri-miss; fwd-status=200");
        assertThat(viewer.get(url("/private")).header("Cache-Status")).endsWith("; fwd=uri-miss; fwd-status=200");
        assertThat(viewer.send(Asked.of("HEAD", url("/kept"))).header("Cache-Status"))
                .endsWith("; fwd=uri-miss; fwd-status=200");
        assertThat(viewer.send(Asked.of("PUT", url("/kept")).body("x")).header("Cache-Status"))
                .endsWith("; fwd=method; fwd-status=200");
    }

    @Test
    void interimResponsesOfAnyKindReachTheViewerWhoseRequestWasSent(FakeOrigin origin) {
        origin.on(
                "/processed",
                Answer.raw(String.join(
                        "\r\n",
                        "HTTP/1.1 102 Processing",
                        "X-Interim: b",
                        "Connection: X-Hop",
                        "X-Hop: c",
                        "",
                        "HTTP/1.1 100 Continue",
                        "",
                        "HTTP/1.1 199 Unheard Of",
                        "",
                        "HTTP/1.1 200 OK",
                        "Cache-Control: max-age=60",
                        "Content-Length: 2",
                        "",
                        "ok")));

        try (RawConnection viewer = RawConnection.open(port())) {
            viewer.send("GET /processed HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

            assertThat(viewer.readUntil("\r\n\r\n"))
                    .startsWith("HTTP/1.1 102 ")
                    .containsIgnoringCase("x-interim: b")
                    .doesNotContainIgnoringCase("x-hop");
            assertThat(viewer.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 199 ");
            assertThat(viewer.readAnswer())
                    .startsWith("HTTP/1.1 200 ")
                    .doesNotContainIgnoringCase("x-interim")
                    .endsWith("ok");
            viewer.send("GET /processed HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            assertThat(viewer.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("ok");
        }
        assertThat(origin.fetches("/processed")).isEqualTo(1);
    }

    @Test
    void optionsGoesAsFarAsItSays(FakeOrigin origin, Viewer viewer) {
        origin.on("/o", Answer.ok("x"));
        Asked options = Asked.of("OPTIONS", url("/o"));

        assertThat(viewer.send(options.with("Max-Forwards", "0")).status()).isEqualTo(204);
        assertThat(origin.fetches("/o")).isZero();

        for (String[] sentAndReceived :
                new String[][] {{"1", "0"}, {"10", "9"}, {"-1", "-1"}, {"99999999999", "99999999999"}, {"a", "a"}}) {
            assertThat(viewer.send(options.with("Max-Forwards", sentAndReceived[0]))
                            .status())
                    .isEqualTo(200);
            assertThat(origin.lastRequest().header("Max-Forwards")).isEqualTo(sentAndReceived[1]);
        }
        viewer.send(Asked.get(url("/o")).with("Max-Forwards", "0"));
        assertThat(origin.fetches("/o")).isEqualTo(6);
    }
}
