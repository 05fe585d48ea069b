package io.perigee.delivery.exchange;

import static io.perigee.delivery.Fixtures.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Failure;
import io.perigee.cache.Upstream;
import io.perigee.cache.UpstreamException;
import io.perigee.delivery.HandFed;
import io.perigee.delivery.Loop;
import io.perigee.delivery.exchange.Endpoint.Peer;
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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Conversation
class UpstreamExchangeTest {

    private static final Duration LONG = Duration.ofSeconds(15);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final long SEQUENCE = 5;

    private final AtomicInteger signed = new AtomicInteger();

    // Made before each test.
    private Vertx vertx = nothing();
    private FakeOrigin origin = nothing();
    private Loop loop = nothing();
    private UpstreamClients clients = nothing();
    private UpstreamExchange exchange = nothing();

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // replaced before anybody looks
    private static <T> T nothing() {
        return null;
    }

    @BeforeEach
    void open(Vertx vertx, FakeOrigin origin) {
        this.vertx = vertx;
        this.origin = origin;
        loop = new Loop(vertx);
        clients = new UpstreamClients(vertx, 8);
        exchange = exchange(clients);
    }

    @AfterEach
    void close() {
        Await.get(clients.close());
    }

    private UpstreamExchange exchange(UpstreamClients with) {
        return new UpstreamExchange(vertx, with, head -> "signature " + signed.incrementAndGet());
    }

    private Endpoint endpoint(Duration timeout, Peer peer) {
        return endpoint(origin.port(), false, timeout, peer);
    }

    private static Endpoint endpoint(int port, boolean tls, Duration timeout, Peer peer) {
        return new Endpoint(
                tls,
                "127.0.0.1",
                port,
                "/base",
                Headers.of("X-Custom", "origin's"),
                Duration.ofSeconds(5),
                3,
                timeout,
                Duration.ofSeconds(5),
                peer);
    }

    private Future<Upstream.Response> start(RequestHead head) {
        return start(endpoint(LONG, Peer.ORIGIN), head, null);
    }

    private Future<Upstream.Response> start(Endpoint endpoint, RequestHead head, @Nullable String body) {
        return loop.start(() ->
                exchange.send(endpoint, head, body == null ? null : BufferedStream.of(Buffer.buffer(body)), SEQUENCE));
    }

    private Upstream.Response send(RequestHead head) {
        return Await.get(start(head));
    }

    private static Failure failure(Future<?> ended) {
        Throwable cause = Await.failure(ended);
        assertThat(cause).isInstanceOf(UpstreamException.class);
        return ((UpstreamException) cause).failure();
    }

    @Test
    void theOriginGetsTheRequestAtItsPathUnderItsNameWithItsHeaders() {
        origin.on("/base/a", Answer.ok("hello").with("X", "1"));

        Upstream.Response response = send(get("/a?b=c", "X-Custom", "viewer's", "Accept", "*/*"));

        assertThat(response.head().status()).isEqualTo(200);
        assertThat(response.head().headers().first("X")).isEqualTo("1");
        assertThat(response.fetchedAtSequence()).isEqualTo(SEQUENCE);
        assertThat(loop.text(response)).isEqualTo("hello");
        assertThat(origin.lastRequest().target()).isEqualTo("/base/a?b=c");
        assertThat(origin.lastRequest().headers("Host")).containsExactly(origin.authority());
        assertThat(origin.lastRequest().headers("X-Custom")).containsExactly("origin's");
        assertThat(origin.lastRequest().header("Accept")).isEqualTo("*/*");
        assertThat(origin.lastRequest().header("Perigee-Auth")).isNull();
    }

    @Test
    void aHostThatPoliciesForwardStays() {
        origin.otherwise(request -> Answer.ok(""));

        send(get("/a", "Host", "www.example.org:8080"));

        assertThat(origin.lastRequest().headers("Host")).containsExactly("www.example.org:8080");
    }

    @Test
    void onlyNodesAndOriginNodesGetCredentials() {
        origin.otherwise(request -> Answer.ok(""));

        Await.get(start(endpoint(LONG, Peer.NETWORK_ORIGIN), get("/a"), null));
        assertThat(origin.lastRequest().header("Perigee-Auth")).isEqualTo("signature 1");
        Await.get(start(endpoint(LONG, Peer.NODE), get("/a"), null));
        assertThat(origin.lastRequest().header("Perigee-Auth")).isEqualTo("signature 2");
    }

    @ParameterizedTest
    @EnumSource(Peer.class)
    void onlyNodesAreListenedToInInternalHeaders(Peer peer) {
        origin.otherwise(
                request -> Answer.ok("").with("Perigee-Fetched-At", "99").with("perigee-result", "Hit"));

        Upstream.Response response = Await.get(start(endpoint(LONG, peer), get("/a"), null));

        assertThat(response.head().headers().contains("Perigee-Fetched-At")).isEqualTo(peer == Peer.NODE);
        assertThat(response.head().headers().contains("Perigee-Result")).isEqualTo(peer == Peer.NODE);
    }

    @Test
    void whatConcernsOneConnectionOnlyGoesNoFurther() {
        origin.otherwise(request ->
                Answer.ok("x").with("Connection", "X-Hop").with("X-Hop", "1").with("Keep-Alive", "timeout=1"));

        assertThat(send(get("/a")).head().headers()).isEqualTo(Headers.of("Content-Length", "1"));
    }

    @Test
    void aServerThatCannotBeReachedIsTriedAsOftenAsConfigured() {
        AtomicInteger connections = new AtomicInteger();
        int port = Await.get(vertx.createNetServer()
                        .connectHandler(socket -> {
                            connections.incrementAndGet();
                            socket.close();
                        })
                        .listen(0, "127.0.0.1"))
                .actualPort();

        assertThat(failure(start(endpoint(port, true, LONG, Peer.ORIGIN), get("/a"), null)))
                .isEqualTo(Failure.UPSTREAM_CONNECT);
        assertThat(connections).hasValue(3);
    }

    @Test
    void nobodyListeningIsAFailureToConnectThatNamesTheServer() {
        origin.goDown();

        Throwable cause = Await.failure(start(endpoint(LONG, Peer.ORIGIN), get("/a"), null));

        assertThat(cause).hasMessageContaining("no connection to 127.0.0.1:");
        assertThat(((UpstreamException) cause).failure()).isEqualTo(Failure.UPSTREAM_CONNECT);
        origin.goUp();
    }

    @Test
    void aResponseThatDoesNotComeInTimeIsGivenUpAndNotAskedForAgain() {
        origin.on("/base/a", Answer.status(200).waitFor(new Gate()).body("late"));

        assertThat(failure(start(endpoint(SHORT, Peer.ORIGIN), get("/a"), null)))
                .isEqualTo(Failure.UPSTREAM_TIMEOUT);

        Await.until("the connection is closed", () -> origin.cutAnswers() == 1);
        assertThat(origin.fetches()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void aConnectionThatBreaksBeforeTheResponseIsReplacedOnceWhereThatIsSafe(String method) {
        origin.on("/base/a", Answer.closeWithoutAnswer(), Answer.ok("hello"));

        Upstream.Response response =
                Await.get(start(endpoint(LONG, Peer.NODE), new RequestHead(method, "/a", Headers.of()), null));

        assertThat(response.head().status()).isEqualTo(200);
        assertThat(origin.fetches()).isEqualTo(2);
        // A node takes a signature for a replay when it sees it twice.
        assertThat(origin.requests())
                .extracting(each -> each.header("Perigee-Auth"))
                .doesNotHaveDuplicates();
    }

    @Test
    void aConnectionThatBreaksTwiceIsAFailure() {
        origin.on("/base/a", Answer.closeWithoutAnswer());

        assertThat(failure(start(get("/a")))).isEqualTo(Failure.UPSTREAM_FAILED);
        assertThat(origin.fetches()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void whatMayHaveChangedSomethingIsNotSentAgain(String method) {
        origin.on("/base/a", Answer.closeWithoutAnswer(), Answer.ok("hello"));

        assertThat(failure(start(new RequestHead(method, "/a", Headers.of())))).isEqualTo(Failure.UPSTREAM_FAILED);
        assertThat(origin.fetches()).isEqualTo(1);
    }

    @Test
    void answersWithoutBodyLeaveTheConnectionToTheNextRequest() {
        origin.on("/base/head", Answer.ok("hello"));
        origin.on("/base/204", Answer.status(204));
        origin.on("/base/304", Answer.status(304).with("ETag", "\"a\""));

        Upstream.Response head = send(new RequestHead("HEAD", "/head", Headers.of()));
        Upstream.Response noContent = send(get("/204"));
        Upstream.Response notModified = send(get("/304"));

        assertThat(head.body()).isNull();
        assertThat(head.head().headers().first("Content-Length")).isEqualTo("5");
        assertThat(noContent.body()).isNull();
        assertThat(notModified.body()).isNull();
        assertThat(notModified.head().headers().first("ETag")).isEqualTo("\"a\"");
        assertThat(origin.connections()).isEqualTo(1);
    }

    @Test
    void chunksComeAsTheyAreSent() {
        Gate gate = new Gate();
        origin.on("/base/a", Answer.status(200).chunk("one ").waitFor(gate).chunk("two"));

        Upstream.Response response = send(get("/a"));
        Future<Buffer> body = loop.read(requireNonNull(response.body()));
        gate.awaitArrivals(1).open();

        assertThat(Await.get(body)).hasToString("one two");
        assertThat(response.head().headers().contains("Transfer-Encoding")).isFalse();
    }

    @Test
    void aBodyThatBreaksOffFailsEvenForWhoLooksLate() {
        Gate gate = new Gate();
        origin.on(
                "/base/a",
                Answer.status(200)
                        .body("0123456789")
                        .waitFor(gate)
                        .body("never")
                        .abortAfter(10));

        Upstream.Response response = send(get("/a"));
        gate.open();
        Future<Buffer> second = loop.start(
                        () -> exchange.send(endpoint(LONG, Peer.ORIGIN), get("/other"), null, SEQUENCE))
                .map(other -> Buffer.buffer());
        Await.get(second);

        assertThat(Await.failure(loop.read(requireNonNull(response.body())))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rubbish\r\n\r\n",
                "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nX: a\u0001b\r\nContent-Length: 0\r\n\r\n"
            })
    void whatIsNoResponseIsAFailure(String bytes) {
        origin.on("/base/a", Answer.raw(bytes));

        assertThat(failure(start(get("/a")))).isEqualTo(Failure.UPSTREAM_FAILED);
    }

    @Test
    void aLargeBodyWaitsForItsReader() {
        byte[] large = new byte[32 << 20];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i >> 8);
        }
        Gate sentWhole = new Gate();
        sentWhole.open();
        origin.on("/base/a", Answer.ok(large).waitFor(sentWhole));
        Upstream.Response response = send(get("/a"));
        var body = requireNonNull(response.body());
        Buffer read = Buffer.buffer(large.length);

        loop.call(() -> {
            var some = io.vertx.core.Promise.<Void>promise();
            body.handler(part -> {
                read.appendBuffer(part);
                if (read.length() >= 1 << 20) {
                    body.pause();
                    some.tryComplete();
                }
            });
            body.resume();
            return some.future();
        });

        assertThat(sentWhole.arrivals()).isZero();
        assertThat(read.length()).isLessThan(4 << 20);
        read.appendBuffer(Await.get(loop.read(body)));
        assertThat(read.getBytes()).isEqualTo(large);
        sentWhole.awaitArrivals(1);
    }

    @Test
    void whoGivesUpClosesTheConnection() {
        origin.on("/base/a", Answer.status(200).chunk("a").waitFor(new Gate()).chunk("b"));
        Upstream.Response response = send(get("/a"));

        loop.run(response.abort());

        Await.until("the connection is closed", () -> origin.cutAnswers() == 1);
        loop.run(response.abort());
    }

    /** The class's leak check finds what is not given back. */
    @Test
    void whatLayUnreadWhenAResponseWasGivenUpWasNeverGivenBack() {
        byte[] some = new byte[64 << 10];
        for (int i = 0; i < 20; i++) {
            Gate sent = new Gate("the first part is sent");
            origin.on(
                    "/base/a",
                    Answer.status(200)
                            .chunk(new String(some, UTF_8))
                            .waitFor(sent)
                            .chunk("rest"));
            Upstream.Response response = send(get("/a"));
            sent.awaitArrivals(1);
            loop.run(() -> {});

            loop.run(response.abort());
            sent.open();
        }
    }

    @Test
    void aServerThatHangsCannotGatherRequestsWithoutEnd() {
        Gate gate = new Gate();
        origin.otherwise(request -> Answer.status(200).waitFor(gate).body("late"));
        UpstreamClients few = new UpstreamClients(vertx, 1);
        UpstreamExchange narrow = exchange(few);

        RequestHead head = new RequestHead("HEAD", "/a", Headers.of());

        List<Future<Upstream.Response>> asked = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            asked.add(loop.start(() -> narrow.send(endpoint(LONG, Peer.ORIGIN), head, null, SEQUENCE)));
            origin.awaitFetches("/base/a", 1);
        }
        Await.until(
                () -> "three are refused: " + asked,
                () -> asked.stream().filter(Future::failed).count() == 3);

        assertThat(asked)
                .filteredOn(Future::failed)
                .allSatisfy(refused -> assertThat(failure(refused)).isEqualTo(Failure.UPSTREAM_OVERLOADED));
        gate.open();
        Await.until(
                () -> "the others are answered: " + asked,
                () -> asked.stream().filter(Future::succeeded).count() == 5);
        Await.get(few.close());
    }

    @Test
    void aBodyGoesWithItsLengthOrInChunks() {
        origin.otherwise(request -> Answer.ok(""));

        Await.get(start(
                endpoint(LONG, Peer.ORIGIN), new RequestHead("PUT", "/a", Headers.of("Content-Length", "5")), "hello"));
        assertThat(origin.lastRequest().text()).isEqualTo("hello");
        assertThat(origin.lastRequest().header("Content-Length")).isEqualTo("5");
        assertThat(origin.lastRequest().header("Transfer-Encoding")).isNull();

        Await.get(start(endpoint(LONG, Peer.ORIGIN), new RequestHead("PUT", "/a", Headers.of()), "hello"));
        assertThat(origin.lastRequest().text()).isEqualTo("hello");
        assertThat(origin.lastRequest().header("Content-Length")).isNull();
        assertThat(origin.lastRequest().header("Transfer-Encoding")).isEqualTo("chunked");
    }

    @Test
    void theServerIsNotPromisedABodyThatDoesNotCome() {
        origin.otherwise(request -> Answer.ok(""));

        send(get("/a", "Content-Length", "5"));
        assertThat(origin.lastRequest().header("Content-Length")).isNull();
        send(new RequestHead("POST", "/a", Headers.of("Content-Length", "0")));
        assertThat(origin.lastRequest().header("Content-Length")).isEqualTo("0");
    }

    @Test
    void aRequestWhoseBodyBreaksOffIsBrokenOffAtTheServerToo() {
        HandFed body = new HandFed();
        Future<Upstream.Response> answered = loop.start(() -> exchange.send(
                endpoint(LONG, Peer.ORIGIN), new RequestHead("PUT", "/a", Headers.of("Content-Length", "9")), body, 0));
        Await.until("the body is asked for", body::isWanted);

        loop.run(() -> body.fail(new IllegalStateException("the viewer is gone")));

        assertThat(failure(answered)).isEqualTo(Failure.UPSTREAM_FAILED);
        assertThat(origin.fetches()).isZero();
    }

    @Test
    void theServersTimeBeginsWhenItHasTheRequest() {
        origin.on("/base/slow", Answer.status(200).waitFor(new Gate()).body("late"));
        origin.on("/base/a", Answer.ok("hello"));
        HandFed body = new HandFed();
        Duration timeout = Duration.ofSeconds(2);
        Future<Upstream.Response> uploading = loop.start(() ->
                exchange.send(endpoint(timeout, Peer.ORIGIN), new RequestHead("PUT", "/a", Headers.of()), body, 0));
        Await.until("the body is asked for", body::isWanted);

        assertThat(failure(start(endpoint(timeout, Peer.ORIGIN), get("/slow"), null)))
                .isEqualTo(Failure.UPSTREAM_TIMEOUT);

        assertThat(uploading.isComplete()).isFalse();
        loop.run(body::end);
        assertThat(Await.get(uploading).head().status()).isEqualTo(200);
    }
}
