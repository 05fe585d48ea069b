package io.perigee.control.prewarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.control.router.RoutableEdge;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.Prewarm;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.perigee.distribution.document.Violation;
import io.perigee.geo.Coordinates;
import io.perigee.node.auth.Authentication;
import io.perigee.node.auth.NetworkKeys;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Gate;
import io.perigee.testkit.ManualClock;
import io.perigee.testkit.Received;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs against edges that are told what to answer. */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class PrewarmsTest {

    private static final Answer FILLED = answer("Miss", "edge-1; fwd=uri-miss; stored");
    private static final Distribution SITE = distribution("aliases: ['*.example.org', www.example.org]");

    private final AtomicLong nonces = new AtomicLong();
    private final AtomicLong ids = new AtomicLong();
    private final List<RoutableEdge> edges = new ArrayList<>();
    private ManualClock clock;
    private Prewarms prewarms;

    @BeforeEach
    void open(Vertx vertx, ManualClock clock) {
        this.clock = clock;
        prewarms = new Prewarms(
                vertx,
                () -> List.copyOf(edges),
                authenticator("control-1"),
                () -> "P" + ids.incrementAndGet(),
                clock,
                System::nanoTime);
    }

    @AfterEach
    void close() {
        Await.get(prewarms.close());
    }

    private NodeAuthenticator authenticator(String node) {
        return new NodeAuthenticator(
                NetworkKeys.parse("a:" + "00".repeat(32)), node, clock::millis, nonces::incrementAndGet, 1000);
    }

    private static Distribution distribution(String more) {
        return Documents.parse("""
                id: site
                origins: [{id: o, domainName: origin.example}]
                defaultCacheBehavior: {targetOriginId: o}
                %s
                """.formatted(more), Distribution.class).orThrow();
    }

    private static Answer answer(String outcome, String cacheStatus) {
        return Answer.ok("x").with("X-Cache", outcome + " from perigee").with("Cache-Status", cacheStatus);
    }

    private void edge(String id, String region, String url) {
        edges.add(new RoutableEdge(
                id, region, new Coordinates(50, 8), URI.create(url), 100, RoutableEdge.State.ROUTABLE));
    }

    private static Prewarm wanted(String json) {
        return Documents.parse(json, Prewarm.class).orThrow();
    }

    private PrewarmJob begin(String json) {
        Prewarms.Begun begun = prewarms.begin(SITE, wanted(json));
        assertThat(begun).isInstanceOf(Prewarms.Begun.Running.class);
        return ((Prewarms.Begun.Running) begun).job();
    }

    private PrewarmJob.Snapshot finish(String json) {
        PrewarmJob job = begin(json);
        Await.get(job.ended());
        return job.snapshot();
    }

    private List<Violation> refused(Distribution distribution, String json) {
        Prewarms.Begun begun = prewarms.begin(distribution, wanted(json));
        assertThat(begun).isInstanceOf(Prewarms.Begun.Refused.class);
        return ((Prewarms.Begun.Refused) begun).violations();
    }

    @Test
    void eachPathIsAskedOfOneEdgeInEachRegionInTurns(Vertx vertx) {
        try (FakeOrigin first = FakeOrigin.start(vertx);
                FakeOrigin second = FakeOrigin.start(vertx);
                FakeOrigin far = FakeOrigin.start(vertx)) {
            edge("eu-1", "eu", first.url());
            edge("eu-2", "eu", second.url());
            edge("ap-1", "ap", far.url());
            askOfThree(first, second, far);
        }
    }

    private void askOfThree(FakeOrigin first, FakeOrigin second, FakeOrigin far) {
        for (FakeOrigin each : List.of(first, second, far)) {
            each.otherwise(asked -> FILLED);
        }

        PrewarmJob.Snapshot done = finish("{paths: [/a, '/b?c=d'], rate: 1000}");

        assertThat(done.state()).isEqualTo(PrewarmJob.State.FINISHED);
        assertThat(done.requests()).isEqualTo(4);
        assertThat(done.count(Fetched.Kind.FILLED)).isEqualTo(4);
        assertThat(done.bytes()).isEqualTo(4);
        assertThat(first.requests()).extracting(Received::target).containsExactly("/a");
        assertThat(second.requests()).extracting(Received::target).containsExactly("/b?c=d");
        assertThat(far.requests()).extracting(Received::target).containsExactlyInAnyOrder("/a", "/b?c=d");
    }

    @Test
    void requestsAreAViewersWithTheNodesSignature(FakeOrigin edge) {
        edge("eu-1", "eu", edge.url());
        edge.otherwise(asked -> FILLED);

        PrewarmJob.Snapshot done =
                finish("{paths: [/a], headers: [{name: Accept-Encoding, value: br}], regions: [eu]}");

        assertThat(done.count(Fetched.Kind.FILLED)).isEqualTo(1);
        Received asked = edge.lastRequest();
        assertThat(asked.header("Host")).startsWith("www.example.org");
        assertThat(asked.header("Accept-Encoding")).isEqualTo("br");
        assertThat(authenticator("edge-1").verify("GET", "/a", asked::headers))
                .isEqualTo(new Authentication.Authentic("control-1"));
    }

    @Test
    void whatAnEdgeSaysIsToldApart(FakeOrigin edge) {
        edge("eu-1", "eu", edge.url());
        edge.on("/there", answer("Hit", "edge-1; hit"));
        edge.on("/private", answer("Miss", "edge-1; fwd=uri-miss").with("Cache-Control", "private"));
        edge.on("/function", answer("LambdaGeneratedResponse", "edge-1; fwd=bypass"));
        edge.on("/gone", Answer.status(404).with("X-Cache", "Error from perigee"));
        edge.on("/broken", Answer.closeWithoutAnswer());

        PrewarmJob.Snapshot done = finish("{paths: [/there, /private, /function, /gone, /broken], rate: 1000}");

        assertThat(done.count(Fetched.Kind.PRESENT)).isEqualTo(1);
        assertThat(done.count(Fetched.Kind.UNCACHEABLE)).isEqualTo(2);
        assertThat(done.count(Fetched.Kind.FAILED)).isEqualTo(2);
        assertThat(done.samples())
                .extracting(sample -> sample.path() + " " + sample.reason())
                .contains("/private Cache-Control: private", "/function LambdaGeneratedResponse", "/gone status 404")
                .hasSize(4);
    }

    @Test
    void noMoreIsAskedThanTheRateAllowsAndWhatWasMissedIsNotMadeUpFor(FakeOrigin edge, Vertx vertx) {
        AtomicLong nanos = new AtomicLong();
        Prewarms paced =
                new Prewarms(vertx, () -> List.copyOf(edges), authenticator("control-1"), () -> "P", clock, nanos::get);
        edge("eu-1", "eu", edge.url());
        edge.otherwise(asked -> FILLED);
        PrewarmJob job = ((Prewarms.Begun.Running) paced.begin(SITE, wanted("{paths: [/a, /b, /c], rate: 1}"))).job();
        for (int sent = 1; sent <= 3; sent++) {
            long expected = sent;
            Await.until("another one is done", () -> job.snapshot().done() >= expected);
            assertThat(job.snapshot().done()).isEqualTo(expected);
            nanos.addAndGet(10_000_000_000L);
        }
        assertThat(job.snapshot().state()).isEqualTo(PrewarmJob.State.FINISHED);
        Await.get(paced.close());
    }

    @Test
    void aJobIsCancelledAndNoMoreThanAFewRunAtATime(FakeOrigin edge) {
        Gate gate = new Gate();
        edge("eu-1", "eu", edge.url());
        edge.otherwise(asked -> Answer.status(200).waitFor(gate).body("x"));
        List<PrewarmJob> running = new ArrayList<>();
        for (int i = 0; i < Prewarms.MOST_RUNNING; i++) {
            running.add(begin("{paths: [/a]}"));
        }
        assertThat(prewarms.begin(SITE, wanted("{paths: [/a]}"))).isInstanceOf(Prewarms.Begun.TooMany.class);

        running.getFirst().cancel();

        assertThat(running.getFirst().snapshot().state()).isEqualTo(PrewarmJob.State.CANCELLED);
        assertThat(prewarms.of("site")).hasSize(Prewarms.MOST_RUNNING);
        assertThat(prewarms.find("site", running.getFirst().id())).isPresent();
        assertThat(prewarms.find("other", running.getFirst().id())).isEmpty();
        begin("{paths: [/a]}");
        gate.open();
    }

    @Test
    void aJobThatCannotBeDoneIsRefusedWithWhatIsMissing(FakeOrigin edge) {
        assertThat(refused(SITE, "{paths: [/a]}")).extracting(Violation::field).containsExactly("regions");
        edge("eu-1", "eu", edge.url());

        assertThat(refused(SITE, "{paths: [/a], regions: [eu, mars]}"))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.field()).isEqualTo("regions[1]");
                    assertThat(violation.expected()).endsWith(": eu");
                });
        assertThat(refused(distribution("aliases: ['*.example.org']"), "{paths: [/a]}"))
                .extracting(Violation::field)
                .containsExactly("host");
        assertThat(refused(distribution("aliases: [a.example.org]\nenabled: false"), "{paths: [/a]}"))
                .extracting(Violation::field)
                .containsExactly("distribution");
    }

    @Test
    void aPrewarmsFieldsAreChecked() {
        for (String wrong : List.of(
                "{paths: []}",
                "{paths: [a]}",
                "{paths: ['/a b']}",
                "{paths: [/a], rate: 0}",
                "{paths: [/a], headers: [{name: Host, value: x}]}",
                "{paths: [/a], headers: [{name: Range, value: x}]}",
                "{paths: [/a], headers: [{name: Perigee-Auth, value: x}]}",
                "{paths: [/a], colour: red}")) {
            assertThat(Documents.parse(wrong, Prewarm.class)).as(wrong).isInstanceOf(Parsed.Invalid.class);
        }
    }
}
