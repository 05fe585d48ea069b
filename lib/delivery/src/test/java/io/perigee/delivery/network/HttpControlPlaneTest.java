package io.perigee.delivery.network;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cluster.log.LogEntry;
import io.perigee.cluster.log.LogPosition;
import io.perigee.cluster.log.Missed;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.network.NetworkFormat;
import io.perigee.node.auth.Authentication;
import io.perigee.node.auth.NetworkKeys;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.node.listen.SelfSigned;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.ManualClock;
import io.perigee.testkit.Received;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class HttpControlPlaneTest {

    private static final LogPosition POSITION = new LogPosition("log-1", 7);
    private static final String NOTHING_NEW = "{\"log\":\"log-1\",\"entries\":[]}";

    private final AtomicLong nonces = new AtomicLong();
    private FakeOrigin first;
    private FakeOrigin second;
    private ManualClock clock;
    private HttpControlPlane control;

    @BeforeEach
    void open(Vertx vertx, FakeOrigin server, ManualClock clock) {
        first = server;
        second = FakeOrigin.start(vertx);
        this.clock = clock;
        control = new HttpControlPlane(
                vertx, List.of(URI.create(first.url()), URI.create(second.url())), authenticator("edge-1"));
    }

    @AfterEach
    void close() {
        second.close();
    }

    private NodeAuthenticator authenticator(String node) {
        return new NodeAuthenticator(
                NetworkKeys.parse("00".repeat(32)), node, clock::millis, nonces::incrementAndGet, 100);
    }

    private Throwable failure() {
        return Await.failure(Future.fromCompletionStage(control.entriesAfter(POSITION)));
    }

    @Test
    void aControlPlaneIsTrustedByTheAuthorityInAFile(Vertx vertx, @TempDir Path folder) throws Exception {
        SelfSigned own = SelfSigned.create(List.of("localhost"), Clock.systemUTC(), new SecureRandom());
        Path trust = Files.writeString(folder.resolve("ca.crt"), own.certificatePem());
        HttpServer server = Await.get(vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertValue(Buffer.buffer(own.certificatePem()))
                                .setKeyValue(Buffer.buffer(own.keyPem()))))
                .requestHandler(request -> request.response().end(NOTHING_NEW))
                .listen(0, "127.0.0.1"));
        List<URI> urls = List.of(URI.create("https://localhost:" + server.actualPort()));
        NodeAuthenticator authenticator = authenticator("edge-1");

        HttpControlPlane trusting = new HttpControlPlane(vertx, urls, trust, authenticator);
        assertThat(Await.get(trusting.entriesAfter(POSITION))).isEqualTo(new Missed.Entries("log-1", List.of()));

        HttpControlPlane careful = new HttpControlPlane(vertx, urls, authenticator);
        assertThat(Await.failure(Future.fromCompletionStage(careful.entriesAfter(POSITION))))
                .rootCause()
                .hasMessageContaining("certification path");
    }

    @Test
    void theEntriesAfterAPositionAreAskedForWithTheNodesCredentials() {
        first.on("/internal/log", Answer.ok("""
                {"log": "log-1", "entries": [{"sequence": 8, "kind": "K", "payload": "{}"}]}"""));

        assertThat(Await.get(control.entriesAfter(POSITION)))
                .isEqualTo(new Missed.Entries("log-1", List.of(new LogEntry(8, "K", "{}"))));
        Received asked = first.lastRequest();
        assertThat(asked.target()).isEqualTo("/internal/log?after=7&log=log-1");
        assertThat(authenticator("control-1").verify(asked.method(), asked.target(), asked::headers))
                .isEqualTo(new Authentication.Authentic("edge-1"));
    }

    @Test
    void aPositionThatCannotBeContinuedFromIsTooOld() {
        first.on("/internal/log", Answer.status(410).body("{}"));

        assertThat(Await.get(control.entriesAfter(POSITION))).isEqualTo(new Missed.TooOld());
    }

    @Test
    void aNodeThatKnowsNothingTakesTheWhole() {
        assertThat(Await.get(control.entriesAfter(LogPosition.NONE))).isEqualTo(new Missed.TooOld());
        assertThat(first.fetches()).isZero();
    }

    @Test
    void aSnapshotNamesItsLog() {
        NetworkConfig config = NetworkConfig.EMPTY.at(70);
        first.on("/internal/snapshot", Answer.ok("{\"log\":\"log-1\",\"config\":" + NetworkFormat.write(config) + "}"));

        assertThat(Await.get(control.snapshot())).isEqualTo(new ControlPlane.Snapshot("log-1", config));
    }

    @Test
    void aFunctionsPackageComesAsItIs() {
        byte[] jar = {0, -1, 13, 10, 0};
        first.on("/internal/functions/f/3", Answer.ok(jar));

        assertThat(Await.get(control.functionCode("f", 3)).getBytes()).isEqualTo(jar);
    }

    @Test
    void whereOneControlPlaneIsAwayTheOtherIsAskedAndStaysTheFirstChoice() {
        second.on("/internal/log", Answer.ok(NOTHING_NEW));
        first.goDown();

        Await.get(control.entriesAfter(POSITION));
        first.goUp();
        Await.get(control.entriesAfter(POSITION));

        assertThat(first.fetches()).isZero();
        assertThat(second.fetches()).isEqualTo(2);
        second.goDown();
        first.on("/internal/log", Answer.ok(NOTHING_NEW));
        Await.get(control.entriesAfter(POSITION));
        assertThat(first.fetches()).isEqualTo(1);
        second.goUp();
    }

    @Test
    void whereNoneIsInReachTheCallFails() {
        first.goDown();
        second.goDown();

        assertThat(failure()).isNotNull();
        first.goUp();
        second.goUp();
    }

    @Test
    void anErrorNamesWhatWasAskedAndAnswered() {
        first.otherwise(request -> Answer.status(401).body("who are you?"));
        second.otherwise(request -> Answer.status(500).body("ouch"));

        assertThat(failure()).hasMessage(second.url() + "/internal/log?after=7&log=log-1 answered 500: ouch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rubbish", "[]", "{}", "{\"log\":\"log-1\",\"entries\":[{\"sequence\":0}]}"})
    void anAnswerThatCannotBeReadIsAFailure(String body) {
        first.otherwise(request -> Answer.ok(body));

        assertThat(requireNonNull(failure())).isInstanceOf(RuntimeException.class);
        assertThat(Await.failure(control.snapshot())).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aPackageThatIsGoneIsAFailure() {
        first.otherwise(request -> Answer.status(410).body("gone"));
        second.otherwise(request -> Answer.status(410).body("gone"));

        assertThat(Await.failure(control.functionCode("f", 3))).hasMessageContaining("answered 410");
        assertThat(Await.failure(control.snapshot())).hasMessageContaining("answered 410");
    }
}
