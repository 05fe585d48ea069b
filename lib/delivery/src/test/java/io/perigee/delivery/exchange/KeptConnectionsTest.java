package io.perigee.delivery.exchange;

import static io.perigee.delivery.Fixtures.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Failure;
import io.perigee.cache.Upstream;
import io.perigee.cache.UpstreamException;
import io.perigee.delivery.HandFed;
import io.perigee.delivery.Loop;
import io.perigee.delivery.http.BufferedStream;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.Gate;
import io.perigee.testkit.HoldsEventLoops;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that close kept connections at the worst moments. */
@Conversation
@HoldsEventLoops("until the server has reset a connection, which is then found so when it is written to")
@SuppressWarnings("NullAway.Init") // made before each test
class KeptConnectionsTest {

    private Loop loop;
    private UpstreamClients clients;
    private UpstreamExchange exchange;
    private ClosingServer server;

    @BeforeEach
    void open(Vertx vertx) {
        loop = new Loop(vertx);
        clients = new UpstreamClients(vertx, 1);
        exchange = new UpstreamExchange(vertx, clients, head -> "");
        server = ClosingServer.start();
    }

    @AfterEach
    void close() {
        Await.get(clients.close());
        server.close();
    }

    private Future<Upstream.Response> start(
            RequestHead head, Duration keepalive, Supplier<@Nullable ReadStream<Buffer>> body) {
        Endpoint endpoint = new Endpoint(
                false,
                "127.0.0.1",
                server.port(),
                "",
                Headers.of(),
                Duration.ofSeconds(5),
                1,
                Duration.ofSeconds(30),
                keepalive,
                Endpoint.Peer.ORIGIN);
        return loop.start(() -> exchange.send(endpoint, head, body.get(), 0));
    }

    private Future<Upstream.Response> start(String method, String body) {
        return start(
                new RequestHead(method, "/a", Headers.of()),
                Duration.ofSeconds(60),
                () -> body.isEmpty() ? null : BufferedStream.of(Buffer.buffer(body)));
    }

    private void first() {
        assertThat(loop.text(Await.get(start(get("/first"), Duration.ofSeconds(60), () -> null))))
                .isEqualTo("ok");
    }

    private static Failure failure(Future<?> ended) {
        return ((UpstreamException) Await.failure(ended)).failure();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "GET"})
    void idempotentRequestThatAKeptConnectionClosesOnIsSentAgainWithItsBody(String method) {
        server.connection("ok", "close");
        server.connection("ok");
        first();

        Upstream.Response response = Await.get(start(method, "some body"));

        assertThat(loop.text(response)).isEqualTo("ok");
        assertThat(server.received(2)).startsWith(method + " /a ").contains("some body");
        assertThat(server.received(3)).startsWith(method + " /a ").contains("some body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "FROB"})
    void requestThatMayHaveChangedSomethingIsNotSentAgain(String method) {
        server.connection("ok", "close");
        server.connection("ok");
        first();

        assertThat(failure(start(method, "some body"))).isEqualTo(Failure.UPSTREAM_FAILED);
        assertThat(server.requests()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST"})
    void requestOnAConnectionOfItsOwnIsNotSentAgain(String method) {
        server.connection("close");
        server.connection("ok");

        assertThat(failure(start(method, "some body"))).isEqualTo(Failure.UPSTREAM_FAILED);
        assertThat(server.requests()).isEqualTo(1);
    }

    /** The server's reset is there before the request is written: the system refuses to send, and nothing can have been heard of it. */
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "PUT"})
    void requestThatCouldNotEvenBeSentIsSentOnANewConnectionWhateverItDoes(String method) {
        Gate reset = new Gate();
        server.connection("ok", reset);
        server.connection("ok");
        first();
        reset.awaitArrivals(1);

        Future<Upstream.Response> answered =
                start(new RequestHead(method, "/a", Headers.of()), Duration.ofSeconds(60), () -> {
                    reset.open();
                    server.awaitResets(1);
                    return BufferedStream.of(Buffer.buffer("some body"));
                });

        assertThat(loop.text(Await.get(answered))).isEqualTo("ok");
        assertThat(server.received(2)).startsWith(method + " /a ").contains("some body");
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void bodyThatHasComeFurtherThanIsKeptIsNotSentAgain() {
        server.connection("ok", "close");
        server.connection("ok");
        first();

        assertThat(failure(start("PUT", "x".repeat(100_000)))).isEqualTo(Failure.UPSTREAM_FAILED);
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void bodyThatItsSenderBrokeOffIsNotSentAgain() {
        server.connection("ok", "hold");
        server.connection("ok");
        first();
        HandFed body = new HandFed();
        Future<Upstream.Response> answered =
                start(new RequestHead("PUT", "/a", Headers.of()), Duration.ofSeconds(60), () -> body);
        Await.until("the body is wanted", body::isWanted);

        loop.run(() -> body.fail(new IllegalStateException("gone")));

        assertThat(failure(answered)).isEqualTo(Failure.UPSTREAM_FAILED);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void idleConnectionIsClosedBeforeTheConfiguredTimeIsOver() {
        server.connection("ok");
        long before = System.nanoTime();

        loop.text(Await.get(start(get("/first"), Duration.ofSeconds(1), () -> null)));

        server.awaitClosedByClient(1);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeout=1", "max=9, timeout=1", "Timeout=1, max=100", "timeout=0"})
    void idleConnectionIsClosedBeforeTheTimeThatTheServerSays(String said) {
        server.connection("ok\nKeep-Alive: " + said);

        loop.text(Await.get(start(get("/first"), Duration.ofSeconds(120), () -> null)));

        server.awaitClosedByClient(1);
    }

    @Test
    void connectionIsKeptWhereTheServerSaysNothingThatCanBeUnderstood() {
        server.connection("ok\nKeep-Alive: timeout=soon, x", "ok");
        first();

        first();

        assertThat(server.connections()).isEqualTo(1);
    }
}
