package io.perigee.node.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.node.config.NodeConfigReader;
import io.perigee.node.listen.TlsConfig.CertificateFiles;
import io.perigee.node.process.RequestsInFlight;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.Gate;
import io.perigee.testkit.RawConnection;
import io.perigee.testkit.Viewer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Conversation
class ListenerTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final RequestsInFlight requests = new RequestsInFlight();
    private final List<Listener> listeners = new ArrayList<>();

    private Listener listen(Vertx vertx, ListenerConfig config, int eventLoops, Handler<HttpServerRequest> handler) {
        var listener = new Listener(vertx, "viewers", config, eventLoops, requests, () -> requests.counting(handler));
        listeners.add(listener);
        Await.get(listener.start());
        return listener;
    }

    private static ListenerConfig config(String yaml) {
        return NodeConfigReader.parse("listener", yaml, Path.of("/"), ListenerConfig.class);
    }

    private static void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> request.response().end("served"));
    }

    @AfterEach
    void stop() {
        listeners.forEach(listener -> Await.get(listener.stop()));
    }

    @Test
    void sharesOnePortAmongEventLoops(Vertx vertx, Viewer viewer) {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        var listener = listen(vertx, ListenerConfig.on(0), 2, request -> {
            threads.add(Thread.currentThread().getName());
            request.response().end();
        });

        for (int i = 0; i < 8; i++) {
            try (RawConnection connection = viewer.raw(listener.port())) {
                assertThat(connection.send(GET).readAnswer()).startsWith("HTTP/1.1 200");
            }
        }

        assertThat(threads).hasSize(2);
        Await.until("connections to be gone", () -> listener.connections() == 0);
    }

    @Test
    void twoListenersOfOneVertxGetDifferentFreePorts(Vertx vertx, Viewer viewer) {
        var first = listen(
                vertx, ListenerConfig.on(0), 2, request -> request.response().end("first"));
        var second = listen(
                vertx, ListenerConfig.on(0), 2, request -> request.response().end("second"));

        assertThat(second.port()).isNotEqualTo(first.port());
        assertThat(viewer.get(first.url() + "/").text()).isEqualTo("first");
        assertThat(viewer.get(second.url() + "/").text()).isEqualTo("second");
    }

    @Test
    void aPortInUseIsNamed(Vertx vertx) {
        var first = listen(vertx, ListenerConfig.on(0), 1, ListenerTest::answer);
        Vertx other = io.perigee.testkit.ConversationExtension.newVertx();
        var second = new Listener(
                other, "viewers", ListenerConfig.on(first.port()), 1, requests, () -> ListenerTest::answer);

        assertThat(Await.failure(second.start()))
                .hasMessageContaining("viewers: cannot listen on 127.0.0.1:" + first.port());
        Await.get(other.close());
    }

    @Test
    void speaksHttp2WithPriorKnowledgeWhereConfigured(Vertx vertx, Viewer viewer) {
        var listener = listen(vertx, config("h2c: true"), 1, ListenerTest::answer);

        assertThat(viewer.http2().get(listener.url() + "/").version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(viewer.get(listener.url() + "/").version()).isEqualTo(HttpVersion.HTTP_1_1);
        Answered refused = viewer.http2().get(listener.url() + "/a/%2e%2e/b");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(viewer.raw(listener.port())
                        .send("GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n")
                        .readAll())
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void speaksHttp2ByAlpnAndHttp1OverTls(Vertx vertx, Viewer viewer) {
        var listener = listen(
                vertx,
                ListenerConfig.on(0).withTls(TlsConfig.selfSigned("localhost", "127.0.0.1")),
                2,
                ListenerTest::answer);

        assertThat(viewer.http2().get(listener.url() + "/").version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(viewer.get(listener.url() + "/").version()).isEqualTo(HttpVersion.HTTP_1_1);
        assertThat(viewer.http2().get(listener.url() + "/a%2Fb").status()).isEqualTo(400);
    }

    @Test
    void choosesTheCertificateBySniAndReadsItAgainWhenItChanges(Vertx vertx, @TempDir Path folder) throws Exception {
        CertificateFiles one = write(folder, "one", "one.example.org");
        CertificateFiles two = write(folder, "two", "*.two.example.org");
        var tls = new TlsConfig(List.of(one, two), List.of(), Duration.ofMillis(20));
        var listener = listen(vertx, ListenerConfig.on(0).withTls(tls), 1, ListenerTest::answer);

        X509Certificate before = certificateFor(vertx, listener, "www.two.example.org");
        assertThat(before.getSubjectX500Principal().getName()).isEqualTo("CN=*.two.example.org");
        assertThat(certificateFor(vertx, listener, "one.example.org")
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=one.example.org");
        assertThat(certificateFor(vertx, listener, "other.example.org")
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=one.example.org");

        Files.writeString(two.certificate(), "half a file");
        Files.setLastModifiedTime(two.certificate(), java.nio.file.attribute.FileTime.fromMillis(1));
        assertThat(certificateFor(vertx, listener, "www.two.example.org")).isEqualTo(before);
        write(folder, "two", "*.two.example.org");
        Await.until(
                "the new certificate",
                () -> !certificateFor(vertx, listener, "www.two.example.org").equals(before));
    }

    private static CertificateFiles write(Path folder, String name, String host) throws Exception {
        SelfSigned made = SelfSigned.create(List.of(host), Clock.systemUTC(), new SecureRandom());
        return new CertificateFiles(
                Files.writeString(folder.resolve(name + ".crt"), made.certificatePem()),
                Files.writeString(folder.resolve(name + ".key"), made.keyPem()));
    }

    private static X509Certificate certificateFor(Vertx vertx, Listener listener, String serverName) {
        var client = vertx.createNetClient(
                new NetClientOptions().setSsl(true).setTrustAll(true).setHostnameVerificationAlgorithm(""));
        return Await.get(client.connect(SocketAddress.inetSocketAddress(listener.port(), "127.0.0.1"), serverName)
                .compose(socket -> {
                    Certificate certificate = peer(socket);
                    return socket.close().map((X509Certificate) certificate);
                })
                .eventually(client::close));
    }

    private static Certificate peer(io.vertx.core.net.NetSocket socket) {
        try {
            return socket.peerCertificates().get(0);
        } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aMissingCertificateFileIsNamed(Vertx vertx, @TempDir Path folder) {
        var tls = TlsConfig.files(new CertificateFiles(folder.resolve("a.crt"), folder.resolve("a.key")));
        var listener = new Listener(
                vertx, "viewers", ListenerConfig.on(0).withTls(tls), 1, requests, () -> ListenerTest::answer);

        assertThat(Await.failure(listener.start())).hasMessageContaining("a.crt");
    }

    @Test
    void aHeadThatComesTooSlowlyEndsIn408(Vertx vertx, Viewer viewer) {
        var listener = listen(vertx, config("headTimeout: 1s"), 1, ListenerTest::answer);

        RawConnection halfALine = viewer.raw(listener.port()).send("GET / HT");
        RawConnection nothing = viewer.raw(listener.port());
        RawConnection second = viewer.raw(listener.port()).send(GET);
        second.readAnswer();
        second.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");

        assertThat(halfALine.readAll()).startsWith("HTTP/1.1 408 ");
        assertThat(nothing.readAll()).startsWith("HTTP/1.1 408 ");
        assertThat(second.readAll()).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void anIdleConnectionStaysPastTheHeadTimeout(Vertx vertx, Viewer viewer) {
        var listener = listen(vertx, config("headTimeout: 1s"), 1, ListenerTest::answer);
        RawConnection connection = viewer.raw(listener.port()).send(GET);
        connection.readAnswer();

        assertThat(connection.closedWithin(Duration.ofMillis(1_500))).isFalse();
        assertThat(connection.send(GET).readAnswer()).startsWith("HTTP/1.1 200");
    }

    @Test
    void anIdleConnectionEndsAtTheIdleTimeout(Vertx vertx, Viewer viewer) {
        var listener = listen(vertx, config("idleTimeout: 1s"), 1, ListenerTest::answer);
        RawConnection connection = viewer.raw(listener.port()).send(GET);
        connection.readAnswer();

        assertThat(connection.closedWithin(Await.LIMIT)).isTrue();
    }

    @Test
    void aBodyThatComesTooSlowlyEndsIn408(Vertx vertx, Viewer viewer) {
        var listener = listen(vertx, config("bodyTimeout: 200ms"), 1, ListenerTest::answer);

        String answer = viewer.raw(listener.port())
                .send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
                .readAll();

        assertThat(answer).startsWith("HTTP/1.1 408 ");
        Await.until("the request to end", () -> requests.count() == 0);
    }

    @Test
    void aChunkedBodyThatIsTooLargeEndsIn413(Vertx vertx, Viewer viewer) {
        var listener = listen(vertx, config("maxBodySize: 10"), 1, ListenerTest::answer);

        String answer = viewer.raw(listener.port())
                .send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n6\r\nabcdef\r\n")
                .readAll();

        assertThat(answer).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void connectionsBeyondTheLimitGet503(Vertx vertx, Viewer viewer) {
        var listener = listen(vertx, config("maxConnections: 2"), 2, ListenerTest::answer);
        RawConnection first = viewer.raw(listener.port()).send(GET);
        first.readAnswer();
        RawConnection second = viewer.raw(listener.port()).send(GET);
        second.readAnswer();

        assertThat(viewer.raw(listener.port()).readAll())
                .startsWith("HTTP/1.1 503 ")
                .contains("Retry-After: 1");

        first.close();
        Await.until("a place", () -> listener.connections() < 2);
        assertThat(viewer.raw(listener.port()).send(GET).readAnswer()).startsWith("HTTP/1.1 200");
    }

    @Test
    void requestsBeyondTheLimitGet503(Vertx vertx, Viewer viewer) {
        var gate = new Gate();
        var listener = listen(
                vertx,
                config("maxRequests: 1"),
                1,
                request -> gate.arrive().onComplete(open -> request.response().end("served")));
        Future<Answered> first = viewer.start(Asked.get(listener.url() + "/"));
        gate.awaitArrivals(1);

        Answered second = viewer.get(listener.url() + "/");
        assertThat(second.status()).isEqualTo(503);
        assertThat(second.header("Retry-After")).isEqualTo("1");

        gate.open();
        assertThat(Await.get(first).text()).isEqualTo("served");
        assertThat(viewer.get(listener.url() + "/").status()).isEqualTo(200);
    }

    @Test
    void aHandlerThatThrowsIsAnswered(Vertx vertx, Viewer viewer) {
        var listener = listen(vertx, config("h2c: true"), 1, request -> {
            request.response().putHeader("Content-Length", "100");
            throw new IllegalStateException("out of order");
        });

        Answered plain = viewer.get(listener.url() + "/");
        assertThat(plain.status()).isEqualTo(500);
        assertThat(plain.text()).isEqualTo("internal error\n");
        assertThat(viewer.http2().get(listener.url() + "/").status()).isEqualTo(500);
        Await.until("the requests to end", () -> requests.count() == 0);
    }

    @Test
    void takesTheViewersAddressFromTheProxyProtocol(Vertx vertx, Viewer viewer) {
        var listener = listen(
                vertx,
                config("proxyProtocol: true"),
                1,
                request -> request.response()
                        .end(request.remoteAddress().host() + " "
                                + request.remoteAddress().port()));

        String answer = viewer.raw(listener.port())
                .send("PROXY TCP4 203.0.113.7 127.0.0.1 5555 80\r\n" + GET)
                .readAnswer();

        assertThat(answer).endsWith("203.0.113.7 5555");
    }

    @Test
    void webSocketsOutliveTheHeadTimeout(Vertx vertx, Viewer viewer) {
        var listener = listen(
                vertx,
                config("headTimeout: 1s"),
                1,
                request ->
                        request.toWebSocket().onSuccess(socket -> socket.textMessageHandler(socket::writeTextMessage)));
        RawConnection connection = viewer.raw(listener.port()).send("""
            GET / HTTP/1.1\r
            Host: a\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
            \r
            """);
        assertThat(connection.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101 ");

        connection.send("\u0081\u0085\0\0\0\0hello");
        assertThat(connection.readUntil("hello")).isEqualTo("\u0081\u0005hello");
        connection.send("\u0081\u0085");
        assertThat(connection.closedWithin(Duration.ofMillis(1_500))).isFalse();
        connection.close();
    }
}
