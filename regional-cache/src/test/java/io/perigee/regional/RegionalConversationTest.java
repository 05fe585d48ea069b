package io.perigee.regional;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Failure;
import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.httpcaching.RequestHead;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Gate;
import io.perigee.testkit.ManualClock;
import io.perigee.testkit.Viewer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class RegionalConversationTest {

    private FakeOrigin origin;
    private Viewer edge;
    private Harness regional;

    @BeforeEach
    void open(Vertx vertx, FakeOrigin origin, Viewer edge, ManualClock clock) {
        this.origin = origin;
        this.edge = edge;
        regional = new Harness(vertx, origin, clock);
        origin.on("/a", Answer.ok("hello").with("Cache-Control", "max-age=60").with("ETag", "\"v1\""));
    }

    @AfterEach
    void close() {
        Await.until("no request is left", () -> regional.inFlight.count() == 0);
        regional.close();
    }

    @Test
    void aMissIsFetchedAndTheNextEdgesRequestIsAHit() {
        Answered miss = edge.send(regional.asked("/a", "Host", "www.example.org"));
        Answered hit = edge.send(regional.asked("/a"));

        assertThat(miss.text()).isEqualTo("hello");
        assertThat(miss.header("Cache-Status")).startsWith("regional-1; fwd=uri-miss; fwd-status=200");
        assertThat(miss.header("Via")).isEqualTo("1.1 regional-1.perigee (Perigee)");
        assertThat(miss.header(InternalHeaders.FETCHED_AT)).isEqualTo("10");
        assertThat(hit.text()).isEqualTo("hello");
        assertThat(hit.header("Cache-Status")).startsWith("regional-1; hit");
        assertThat(hit.header(InternalHeaders.FETCHED_AT)).isEqualTo("10");
        assertThat(origin.fetches("/a")).isEqualTo(1);
        assertThat(origin.lastRequest().header("Host")).isEqualTo("www.example.org");
    }

    @Test
    void withoutAHostFromTheEdgeTheOriginGetsItsOwn() {
        edge.send(regional.asked("/a"));

        assertThat(origin.lastRequest().header("Host")).isEqualTo(origin.authority());
    }

    @Test
    void whatIsInTheKeyKeepsObjectsApart() {
        origin.on("/a", request -> Answer.ok("for " + request.header("X-Group")).with("Cache-Control", "max-age=60"));

        assertThat(edge.send(regional.asked("/a", "X-Group", "1")).text()).isEqualTo("for 1");
        assertThat(edge.send(regional.asked("/a", "X-Group", "2")).text()).isEqualTo("for 2");
        assertThat(edge.send(regional.asked("/a", "X-Group", "1")).text()).isEqualTo("for 1");
        assertThat(origin.fetches("/a")).isEqualTo(2);
    }

    @Test
    void theMissesOfSeveralEdgesAreOneFetch() {
        Gate gate = new Gate();
        origin.on(
                "/slow",
                Answer.status(200)
                        .with("Cache-Control", "max-age=60")
                        .waitFor(gate)
                        .body("once"));

        List<Future<Answered>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(edge.start(regional.asked("/slow")));
        }
        gate.awaitArrivals(1);
        Await.until("all have come", () -> regional.inFlight.count() == 20);
        gate.open();

        answers.forEach(answer -> assertThat(Await.get(answer).text()).isEqualTo("once"));
        assertThat(origin.fetches("/slow")).isEqualTo(1);
    }

    @Test
    void aRequestWaitsUntilThisNodeKnowsWhatTheEdgeKnows() {
        edge.send(regional.asked("/a"));
        Future<Answered> ahead = edge.start(regional.asked(regional.signed(regional.hop("GET", "/a", 11))));
        Await.until("it has come", () -> regional.inFlight.count() == 1);

        regional.runtime.cache().marks().addPath("site", "/a", 11);
        regional.log.apply(11);

        Answered answered = Await.get(ahead);
        assertThat(answered.text()).isEqualTo("hello");
        assertThat(answered.header(InternalHeaders.FETCHED_AT)).isEqualTo("11");
        assertThat(origin.fetches("/a")).isEqualTo(2);
    }

    @Test
    void anEdgeThatIsAheadForTooLongIsSentElsewhere(Vertx vertx, ManualClock clock) {
        try (Harness impatient = new Harness(vertx, origin, clock, Duration.ofMillis(100))) {
            Answered answered = edge.send(impatient.asked(impatient.signed(impatient.hop("GET", "/a", 11))));

            assertThat(answered.status()).isEqualTo(503);
            assertThat(answered.header(InternalHeaders.FAILURE)).isEqualTo(Failure.CLOSED.name());
        }
        assertThat(origin.fetches()).isZero();
    }

    @Test
    void whatThisNodesConfigurationDoesNotKnowIsForOthersToAnswer() {
        RequestHead hop = regional.hop("GET", "/a", 0);
        for (String name : List.of(InternalHeaders.DISTRIBUTION, InternalHeaders.BEHAVIOR)) {
            RequestHead other = hop.withHeaders(hop.headers().with(name, "other"));

            Answered answered = edge.send(regional.asked(regional.signed(other)));

            assertThat(answered.header(InternalHeaders.FAILURE)).isEqualTo(Failure.CLOSED.name());
        }
        assertThat(origin.fetches()).isZero();
    }

    @Test
    void aStoredObjectAnswersConditionsAndRanges() {
        edge.send(regional.asked("/a"));

        Answered notModified = edge.send(regional.asked("/a", "If-None-Match", "\"v1\""));
        assertThat(notModified.status()).isEqualTo(304);
        assertThat(notModified.header(InternalHeaders.FETCHED_AT)).isEqualTo("10");
        Answered part = edge.send(regional.asked("/a", "Range", "bytes=1-3"));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("ell");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 1-3/5");
        assertThat(edge.send(regional.asked("/a", "Range", "bytes=9-")).status())
                .isEqualTo(416);
        assertThat(edge.send(regional.asked("/a", "If-Range", "\"v0\"", "Range", "bytes=1-3"))
                        .text())
                .isEqualTo("hello");
        assertThat(origin.fetches("/a")).isEqualTo(1);
    }

    @Test
    void headIsAnsweredFromWhatGetStored() {
        edge.send(regional.asked("/a"));

        Answered head = edge.send(regional.asked(regional.signed(regional.hop("HEAD", "/a", 0))));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo("5");
        assertThat(head.body().length()).isZero();
        assertThat(origin.fetches("/a")).isEqualTo(1);
    }

    @Test
    void anOriginsErrorIsItsAnswerAndIsKept() {
        origin.on("/missing", Answer.status(404).body("no"));

        assertThat(edge.send(regional.asked("/missing")).text()).isEqualTo("no");
        Answered again = edge.send(regional.asked("/missing"));

        assertThat(again.status()).isEqualTo(404);
        assertThat(again.header(InternalHeaders.FAILURE)).isNull();
        assertThat(origin.fetches("/missing")).isEqualTo(1);
    }

    @Test
    void anOriginThatDoesNotAnswerIsReportedAsAFailureAndNotAsAResponse() {
        origin.goDown();
        Answered unreachable = edge.send(regional.asked("/b"));
        origin.goUp();
        origin.on("/c", Answer.closeWithoutAnswer());
        Answered broken = edge.send(regional.asked("/c"));

        assertThat(unreachable.status()).isEqualTo(502);
        assertThat(unreachable.header(InternalHeaders.FAILURE)).isEqualTo(Failure.UPSTREAM_CONNECT.name());
        assertThat(broken.header(InternalHeaders.FAILURE)).isEqualTo(Failure.UPSTREAM_FAILED.name());
    }

    @Test
    void whatTheOriginSaysInTheNetworksNameIsNotPassedOn() {
        origin.on(
                "/a",
                Answer.ok("hello").with(InternalHeaders.FAILURE, "CLOSED").with(InternalHeaders.FETCHED_AT, "99"));

        Answered answered = edge.send(regional.asked("/a"));

        assertThat(answered.headers(InternalHeaders.FETCHED_AT)).containsExactly("10");
        assertThat(answered.header(InternalHeaders.FAILURE)).isNull();
    }

    @Test
    void cachesBehindThisOneAreNamedForAMissOnly() {
        origin.on("/a", Answer.ok("x").with("Cache-Status", "other; hit").with("Cache-Control", "max-age=60"));

        assertThat(edge.send(regional.asked("/a")).header("Cache-Status")).startsWith("other; hit, regional-1; fwd=");
        assertThat(edge.send(regional.asked("/a")).header("Cache-Status")).startsWith("regional-1; hit");
    }

    @Test
    void aBodyThatBreaksOffBreaksTheAnswerOffAndIsNotKept() {
        origin.on(
                "/broken",
                Answer.status(200)
                        .with("Cache-Control", "max-age=60")
                        .body("0123456789")
                        .abortAfter(5),
                Answer.ok("whole").with("Cache-Control", "max-age=60"));

        assertThat(Await.failure(edge.start(regional.asked("/broken")))).isNotNull();
        assertThat(edge.send(regional.asked("/broken")).text()).isEqualTo("whole");
    }

    @Test
    void anEdgeThatLeavesEndsItsRequest() {
        Gate gate = new Gate();
        origin.on("/slow", Answer.status(200).chunk("a").waitFor(gate).chunk("b"));
        HttpClientResponse opened = Await.get(edge.open(regional.asked("/slow")));

        opened.request().reset();

        Await.until("it is not counted any more", () -> regional.inFlight.count() == 0);
        gate.open();
    }
}
