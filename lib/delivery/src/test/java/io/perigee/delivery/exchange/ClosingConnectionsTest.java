package io.perigee.delivery.exchange;

import static io.perigee.delivery.Fixtures.get;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Upstream;
import io.perigee.delivery.Loop;
import io.perigee.delivery.http.BufferedStream;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Gate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Responses whose readers are slower than their connections. The class's leak check finds what is not given back. */
@Conversation
class ClosingConnectionsTest {

    /** More than a paused response takes, and less than makes its connection stop reading: its close is still seen. */
    private static final int LENGTH = 160 << 10;

    private static final int RESPONSES = 20;

    private final List<UpstreamClients> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(clients -> Await.get(clients.close()));
    }

    private UpstreamExchange exchange(Vertx vertx, int connections) {
        UpstreamClients clients = new UpstreamClients(vertx, connections);
        opened.add(clients);
        return new UpstreamExchange(vertx, clients, head -> "");
    }

    private static Future<Upstream.Response> send(
            Loop loop, UpstreamExchange exchange, FakeOrigin origin, RequestHead head, byte... body) {
        Endpoint endpoint = new Endpoint(
                false,
                "127.0.0.1",
                origin.port(),
                "",
                Headers.of(),
                Duration.ofSeconds(5),
                1,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Endpoint.Peer.ORIGIN);
        return loop.start(() ->
                exchange.send(endpoint, head, body.length == 0 ? null : BufferedStream.of(Buffer.buffer(body)), 0));
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    /** Returns once the node has seen that connections are closed: each new one shows that the one before is gone. */
    private static void awaitClosed(Loop loop, UpstreamExchange exchange, FakeOrigin origin, int connections) {
        Await.until("another connection is made", () -> {
            Await.get(send(loop, exchange, origin, new RequestHead("HEAD", "/other", Headers.of())));
            return origin.connections() > connections;
        });
    }

    @BeforeEach
    void others(FakeOrigin origin) {
        origin.on("/other", Answer.ok("").with("Connection", "close"));
    }

    @Test
    void whatHadComeOfAResponseWhenItsConnectionClosedWasNeverGivenBack(Vertx vertx, FakeOrigin origin) {
        Loop loop = new Loop(vertx);
        UpstreamExchange exchange = exchange(vertx, 1);
        origin.on(
                "/a",
                Answer.status(200)
                        .with("Content-Length", "1000000")
                        .body(bytes(LENGTH))
                        .abortAfter(LENGTH));
        for (int i = 0; i < RESPONSES; i++) {
            Upstream.Response response = Await.get(send(loop, exchange, origin, get("/a")));
            awaitClosed(loop, exchange, origin, origin.connections());

            assertThat(Await.failure(loop.read(requireNonNull(response.body()))))
                    .isNotNull();
        }
    }

    @Test
    void aResponseThatHadComeWholeBrokeOffWhenItsConnectionClosedBeforeItsReaderHadIt(Vertx vertx, FakeOrigin origin) {
        Loop loop = new Loop(vertx);
        UpstreamExchange exchange = exchange(vertx, 1);
        origin.on("/a", Answer.ok(bytes(LENGTH)).close());

        Upstream.Response response = Await.get(send(loop, exchange, origin, get("/a")));
        awaitClosed(loop, exchange, origin, origin.connections());

        assertThat(loop.text(response)).hasSize(LENGTH);
    }

    @Test
    void aResponseThatEndsWithItsConnectionBrokeOffBeforeItsReaderHadIt(Vertx vertx, FakeOrigin origin) {
        Loop loop = new Loop(vertx);
        UpstreamExchange exchange = exchange(vertx, 1);
        origin.on("/a", Answer.raw("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(LENGTH)));

        Upstream.Response response = Await.get(send(loop, exchange, origin, get("/a")));
        awaitClosed(loop, exchange, origin, origin.connections());

        assertThat(loop.text(response)).hasSize(LENGTH);
    }

    @Test
    void givingUpAResponseThatHadComeWholeBrokeTheNextOneOnItsConnection(Vertx vertx, FakeOrigin origin) {
        Loop loop = new Loop(vertx);
        UpstreamExchange exchange = exchange(vertx, 1);
        Gate gate = new Gate();
        origin.on("/a", Answer.ok("unread"));
        origin.on("/b", Answer.status(200).waitFor(gate).body("done"));
        Upstream.Response unread = Await.get(send(loop, exchange, origin, get("/a")));
        Future<Upstream.Response> next =
                send(loop, exchange, origin, new RequestHead("POST", "/b", Headers.of()), bytes(10));
        gate.awaitArrivals(1);

        loop.run(unread.abort());
        gate.open();

        assertThat(loop.text(Await.get(next))).isEqualTo("done");
        assertThat(origin.connections()).isEqualTo(1);
    }
}
