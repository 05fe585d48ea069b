package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.delivery.tier.CacheConfig;
import io.perigee.node.config.ByteSize;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.listen.TlsConfig;
import io.perigee.node.process.DrainConfig;
import io.perigee.node.process.ManagementConfig;
import io.perigee.testkit.AccessLines;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Gate;
import io.perigee.testkit.RawConnection;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an edge's access log says of each kind of exchange, field by field, by
 * <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html">Standard logging reference</a>.
 */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class AccessLogTest {

    @TempDir
    private Path folder;

    private FakeOrigin origin;
    private Viewer viewer;
    private LoggedEdge edge;

    @BeforeEach
    void start(Vertx vertx, FakeOrigin origin, Viewer viewer) throws IOException {
        this.origin = origin;
        this.viewer = viewer;
        edge = new LoggedEdge(vertx, origin, folder);
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void aMissAndAHitSayWhoAskedForWhatAndWhatCameOfIt() {
        origin.on("/a", Answer.ok("hello").with("Cache-Control", "max-age=60").with("Content-Type", "text/plain"));

        viewer.send(edge.get("/a?x=1%202"));
        Answered hit = viewer.send(edge.get("/a?x=1%202")
                .with("User-Agent", "Test (1; \"2\")")
                .with("Referer", "https://example.com/from?a=b")
                .with("Cookie", "id=42; theme=dark")
                .with("X-Forwarded-For", "192.0.2.7"));

        assertThat(edge.logged(2).getFirst())
                .containsEntry("x-edge-result-type", "Miss")
                .containsEntry("x-edge-response-result-type", "Miss")
                .containsEntry("x-edge-detailed-result-type", "Miss")
                .containsEntry("cs(Referer)", "-")
                .containsEntry("cs(Cookie)", "-")
                .containsEntry("x-forwarded-for", "-");
        Map<String, String> second = edge.logged(2).get(1);
        assertThat(second)
                .containsEntry("x-edge-location", "TST50-P1")
                .containsEntry("c-ip", "127.0.0.1")
                .containsEntry("cs-method", "GET")
                .containsEntry("cs(Host)", "site.perigee")
                .containsEntry("cs-uri-stem", "/a")
                .containsEntry("cs-uri-query", "x=1%202")
                .containsEntry("sc-status", "200")
                .containsEntry("cs(Referer)", "https://example.com/from?a=b")
                .containsEntry("cs(User-Agent)", "Test (1; \"2\")")
                .containsEntry("cs(Cookie)", "id=42; theme=dark")
                .containsEntry("x-edge-result-type", "Hit")
                .containsEntry("x-edge-request-id", hit.header("X-Amz-Cf-Id"))
                .containsEntry("x-host-header", "www.example.org")
                .containsEntry("cs-protocol", "http")
                .containsEntry("x-forwarded-for", "192.0.2.7")
                .containsEntry("ssl-protocol", "-")
                .containsEntry("ssl-cipher", "-")
                .containsEntry("x-edge-response-result-type", "Hit")
                .containsEntry("cs-protocol-version", "HTTP/1.1")
                .containsEntry("fle-status", "-")
                .containsEntry("fle-encrypted-fields", "-")
                .containsEntry("x-edge-detailed-result-type", "Hit")
                .containsEntry("sc-content-type", "text/plain")
                .containsEntry("sc-content-len", "5")
                .containsEntry("sc-range-start", "-")
                .containsEntry("sc-range-end", "-");
        assertThat(number(second, "sc-bytes")).isGreaterThan(5);
        assertThat(number(second, "cs-bytes")).isGreaterThan("GET /a?x=1%202 HTTP/1.1".length());
        assertThat(number(second, "c-port")).isPositive();
    }

    private static long number(Map<String, String> request, String field) {
        return Long.parseLong(request.getOrDefault(field, ""));
    }

    @Test
    void errorsOfTheOriginAreErrors() {
        viewer.send(edge.get("/nowhere"));
        origin.goDown();
        viewer.send(edge.get("/unreachable"));
        origin.goUp();

        assertThat(edge.logged(2).getFirst())
                .containsEntry("sc-status", "404")
                .containsEntry("x-edge-result-type", "Error")
                .containsEntry("x-edge-detailed-result-type", "Error");
        assertThat(edge.logged(2).get(1))
                .containsEntry("sc-status", "502")
                .containsEntry("x-edge-result-type", "Error")
                .containsEntry("x-edge-detailed-result-type", "OriginConnectError");
    }

    @Test
    void aRangeIsLoggedWithItsFirstAndLastByte() {
        origin.on("/a", Answer.ok("0123456789").with("Cache-Control", "max-age=60"));

        viewer.send(edge.get("/a").with("Range", "bytes=2-5"));
        viewer.send(edge.get("/a").with("Range", "bytes=90-"));

        assertThat(edge.logged(2).getFirst())
                .containsEntry("sc-status", "206")
                .containsEntry("sc-content-len", "4")
                .containsEntry("sc-range-start", "2")
                .containsEntry("sc-range-end", "5");
        assertThat(edge.logged(2).get(1))
                .containsEntry("sc-status", "416")
                .containsEntry("sc-range-start", "-")
                .containsEntry("sc-range-end", "-");
    }

    @Test
    void whatTheEdgeAnswersItselfIsLoggedInItsWord() {
        viewer.send(edge.get("/secure/a"));
        viewer.send(edge.get("/function/a"));
        viewer.send(edge.of("DELETE", "/read/a"));

        assertThat(edge.logged(3).getFirst())
                .containsEntry("sc-status", "301")
                .containsEntry("x-edge-result-type", "Redirect");
        assertThat(edge.logged(3).get(1))
                .containsEntry("sc-status", "418")
                .containsEntry("x-edge-result-type", "FunctionGeneratedResponse");
        assertThat(edge.logged(3).get(2))
                .containsEntry("sc-status", "403")
                .containsEntry("x-edge-result-type", "Error")
                .containsEntry("x-edge-detailed-result-type", "InvalidRequestMethod");
    }

    @Test
    void aRequestWithABodyCountsIt() {
        origin.on("/form", Answer.ok("thanks"));

        viewer.send(edge.of("POST", "/form").body("x".repeat(10_000)));

        Map<String, String> logged = edge.logged(1).getFirst();
        assertThat(logged).containsEntry("cs-method", "POST").containsEntry("x-edge-result-type", "Miss");
        assertThat(number(logged, "cs-bytes")).isGreaterThan(10_000);
    }

    @Test
    void aRequestThatIsRefusedBeforeItIsUnderstoodIsLoggedAsItCame() {
        try (RawConnection connection = viewer.raw(edge.port())) {
            connection.send("OPTIONS * HTTP/1.1\r\nHost: www.example.org\r\nConnection: close\r\n\r\n");
            assertThat(connection.readAll()).startsWith("HTTP/1.1 400");
        }

        assertThat(edge.logged(1).getFirst())
                .containsEntry("c-ip", "127.0.0.1")
                .containsEntry("cs(Host)", "-")
                .containsEntry("cs-uri-stem", "*")
                .containsEntry("x-host-header", "www.example.org")
                .containsEntry("sc-status", "400")
                .containsEntry("x-edge-detailed-result-type", "InvalidRequest");
    }

    @Test
    void aViewerThatLeavesIsAnErrorWhateverItWouldHaveGot() {
        Gate gate = new Gate();
        // More than a connection that nobody reads from takes.
        origin.on("/slow", Answer.ok("x".repeat(4 << 20)).waitFor(gate));
        try (RawConnection connection = viewer.raw(edge.port())) {
            connection.send("GET /slow HTTP/1.1\r\nHost: www.example.org\r\n\r\n");
            origin.awaitFetches("/slow", 1);
        }
        gate.open();

        assertThat(edge.logged(1).getFirst())
                .containsEntry("cs-uri-stem", "/slow")
                .containsEntry("x-edge-result-type", "Error")
                .containsEntry("x-edge-response-result-type", "Miss")
                .hasEntrySatisfying(
                        "x-edge-detailed-result-type",
                        detail -> assertThat(detail)
                                .as("the edge may see it before or after it has begun to answer")
                                .isIn("ClientHungUpRequest", "ClientCommError"));
    }

    @Test
    void overTlsAndHttp2TheProtocolAndCipherAreLogged(Vertx vertx) throws IOException {
        origin.on("/a", Answer.ok("hello"));
        Path file = folder.resolve("alone.log");
        StandAloneEdge alone = alone(vertx, ListenerConfig.on(0).withTls(TlsConfig.selfSigned("localhost")), file);
        Answered answer = viewer.http2().get("https://localhost:" + alone.port() + "/a");
        Await.get(alone.stop());

        assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(AccessLines.read(file)).hasSize(1);
        assertThat(AccessLines.read(file).getFirst())
                .containsEntry("cs-protocol", "https")
                .containsEntry("cs-protocol-version", "HTTP/2.0")
                .containsEntry("ssl-protocol", "TLSv1.3")
                .hasEntrySatisfying("ssl-cipher", cipher -> assertThat(cipher).startsWith("TLS_"));
    }

    @Test
    void aConfirmedObjectIsARefreshHit(Vertx vertx) throws IOException {
        Answer stale = Answer.ok("hello").with("Cache-Control", "no-cache").with("ETag", "\"1\"");
        origin.on(
                "/a",
                stale,
                Answer.status(304).with("Cache-Control", "no-cache").with("ETag", "\"1\""));
        Path file = folder.resolve("alone.log");
        StandAloneEdge alone = alone(vertx, ListenerConfig.on(0), file);
        for (int i = 0; i < 2; i++) {
            viewer.send(Asked.get("http://localhost:" + alone.port() + "/a").with("Cookie", "id=42"));
        }
        Await.get(alone.stop());

        assertThat(AccessLines.read(file).get(1))
                .containsEntry("x-edge-result-type", "RefreshHit")
                .containsEntry("sc-status", "200")
                .as("cookies are not logged unless they are asked for")
                .containsEntry("cs(Cookie)", "-");
    }

    private StandAloneEdge alone(Vertx vertx, ListenerConfig listener, Path log) throws IOException {
        StandAloneEdge alone = new StandAloneEdge(
                vertx,
                new StandAloneEdge.Options(
                        listener,
                        ManagementConfig.on(0),
                        URI.create(origin.url()),
                        false,
                        new CacheConfig(ByteSize.parse("64MiB")),
                        log,
                        1,
                        DrainConfig.quick()));
        Await.get(alone.start());
        return alone;
    }
}
