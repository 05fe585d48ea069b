package io.perigee.node.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.httpcaching.Headers;
import io.perigee.node.process.RequestsInFlight;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.RawConnection;
import io.perigee.testkit.Viewer;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Conversation
class HeadLinesTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String GET_AND_CLOSE = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private final List<Listener> listeners = new ArrayList<>();

    private Listener listen(Vertx vertx, Handler<HttpServerRequest> handler) {
        var listener = new Listener(vertx, "viewers", ListenerConfig.on(0), 1, new RequestsInFlight(), () -> handler);
        listeners.add(listener);
        Await.get(listener.start());
        return listener;
    }

    @AfterEach
    void stop() {
        listeners.forEach(listener -> Await.get(listener.stop()));
    }

    private static Headers.Builder head(String... lines) {
        return Headers.of(lines).toBuilder();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2048, 2049, 100_000})
    void aWholeResponseHasTheLinesAsTheyWereGivenAndItsBody(int length, Vertx vertx, Viewer viewer) {
        String body = "b".repeat(length);
        var listener = listen(vertx, request -> {
            HeadLines.add(
                    request,
                    head(
                            "Content-Length",
                            "" + length,
                            "X-One",
                            "1",
                            "x-two",
                            "",
                            "Content-Type",
                            "a/b",
                            "X-One",
                            "é"));
            request.response().end(Buffer.buffer(body));
        });

        String answer = viewer.raw(listener.port()).send(GET_AND_CLOSE).readAll();

        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\nX-One: 1\r\nx-two: \r\nX-One: é\r\n")
                .containsOnlyOnce("Content-Length: " + length + "\r\n")
                .containsOnlyOnce("Content-Type: a/b\r\n")
                .containsOnlyOnce("connection: close\r\n")
                .endsWith("\r\n\r\n" + body);
    }

    @Test
    void requestsThatCameTogetherAreAnsweredInTheirOrder(Vertx vertx, Viewer viewer) {
        var listener = listen(vertx, request -> {
            HeadLines.add(request, head("Content-Length", "2", "X-Path", request.uri()));
            request.response().end(request.uri());
        });

        try (RawConnection connection = viewer.raw(listener.port())) {
            connection.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(connection.readAnswer()).contains("X-Path: /1\r\n").endsWith("\r\n\r\n/1");
            assertThat(connection.readAnswer()).contains("X-Path: /2\r\n").endsWith("\r\n\r\n/2");
        }
    }

    @Test
    void whatIsNotWholeHasTheSameLines(Vertx vertx, Viewer viewer) {
        var listener = listen(vertx, request -> {
            HeadLines.add(request, head("X-One", "1"));
            request.response().setChunked(true);
            request.response()
                    .write("part")
                    .onSuccess(sent -> request.response().end());
        });

        assertThat(viewer.raw(listener.port()).send(GET_AND_CLOSE).readAll())
                .contains("X-One: 1\r\n")
                .doesNotContain("perigee")
                .endsWith("4\r\npart\r\n0\r\n\r\n");
    }

    @Test
    void aHeadAloneHasTheSameLines(Vertx vertx, Viewer viewer) {
        var listener = listen(vertx, request -> {
            HeadLines.add(request, head("Content-Length", "7", "X-One", "1"));
            request.response().end();
        });

        assertThat(viewer.raw(listener.port())
                        .send("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                        .readAll())
                .contains("X-One: 1\r\n")
                .contains("Content-Length: 7\r\n")
                .doesNotContain("perigee")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "body"})
    void whatTheResponseHadBeforeStays(String body, Vertx vertx, Viewer viewer) {
        var listener = listen(vertx, request -> {
            request.response().putHeader("X-Before", "0");
            HeadLines.add(request, head("Content-Length", "" + body.length(), "X-One", "1"));
            request.response().end(body);
        });

        assertThat(viewer.raw(listener.port()).send(GET_AND_CLOSE).readAll())
                .contains("X-Before: 0\r\n", "X-One: 1\r\n", "connection: close\r\n")
                .doesNotContain("perigee")
                .endsWith("\r\n\r\n" + body);
    }

    @Test
    void noLineBecomesTwo(Vertx vertx, Viewer viewer) {
        var listener = listen(vertx, request -> {
            HeadLines.add(request, head("Content-Length", "0", "X-One", "1\r\nX-Two: 2"));
            request.response().end();
        });
        // Its low byte is a carriage return, the next one's a line feed.
        var disguised = listen(vertx, request -> {
            HeadLines.add(request, head("Content-Length", "1", "X-One", "1\u010d\u010aX-Two: 2"));
            request.response().end("b");
        });

        assertThat(viewer.raw(listener.port()).send(GET_AND_CLOSE).readAll())
                .startsWith("HTTP/1.1 500 ")
                .doesNotContain("X-Two");
        assertThat(viewer.raw(disguised.port()).send(GET_AND_CLOSE).readAll()).contains("X-One: 1??X-Two: 2\r\n");
    }

    @Test
    void aResponseThatIsGivenUpLeavesNothingBehind(Vertx vertx, Viewer viewer) {
        var listener = listen(vertx, request -> {
            HeadLines.add(request, head("Content-Length", "1", "X-One", "1"));
            throw new IllegalStateException("not any more");
        });

        assertThat(viewer.raw(listener.port()).send(GET).readAll())
                .startsWith("HTTP/1.1 500 ")
                .doesNotContain("X-One");
    }
}
