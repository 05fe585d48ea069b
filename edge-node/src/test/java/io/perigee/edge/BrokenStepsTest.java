package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perigee.cache.SequenceView;
import io.perigee.delivery.functions.FunctionPoints;
import io.perigee.delivery.key.TtlRules;
import io.perigee.delivery.origin.OriginFetch;
import io.perigee.delivery.tier.NodeIdentity;
import io.perigee.delivery.tier.SimulatedLatency;
import io.perigee.delivery.tier.TierRuntime;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.network.Change;
import io.perigee.edge.compression.Compression;
import io.perigee.functions.FunctionInvoker;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestOutcome;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.ResponseOutcome;
import io.perigee.observability.AccessLog;
import io.perigee.observability.Outcome;
import io.perigee.observability.Reason;
import io.perigee.observability.RequestRecord;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Viewer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps that throw, at once or later: the viewer gets an error, and the next request is served. */
@Conversation
@SuppressWarnings("NullAway.Init") // made in each test
class BrokenStepsTest {

    private final List<RequestRecord> logged = new CopyOnWriteArrayList<>();
    private final AccessLog log = new AccessLog() {
        @Override
        public boolean isOn() {
            return true;
        }

        @Override
        public void write(RequestRecord record) {
            logged.add(record);
        }

        @Override
        public void close() {}
    };
    private final Functions functions = new Functions();
    private TestEdges.NetworkEdge edge;

    /** Whatever the test says, else nothing. */
    private static final class Functions implements FunctionInvoker {
        private BiFunction<FunctionReference, RequestEvent, Future<RequestOutcome>> atRequest =
                (function, event) -> Future.succeededFuture(new RequestResult.Continue(event.request()));
        private BiFunction<FunctionReference, ResponseEvent, Future<ResponseOutcome>> atResponse =
                (function, event) -> Future.succeededFuture(event.response());

        @Override
        public Future<RequestOutcome> invoke(FunctionReference function, RequestEvent event) {
            return atRequest.apply(function, event);
        }

        @Override
        public Future<ResponseOutcome> invoke(FunctionReference function, ResponseEvent event) {
            return atResponse.apply(function, event);
        }
    }

    @BeforeEach
    void answer(FakeOrigin origin) {
        origin.on("/a", Answer.ok("hello").with("Cache-Control", "max-age=60"));
    }

    private void start(Vertx vertx, FakeOrigin origin, BiFunction<TierRuntime, EdgeSteps, EdgeSteps> changed) {
        Distribution site = Documents.parse("""
            id: site
            aliases: [127.0.0.1]
            origins: [{id: o, domainName: 127.0.0.1, httpPort: %d, protocolPolicy: http-only}]
            defaultCacheBehavior:
              targetOriginId: o
              allowedMethods: [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]
              functionAssociations:
              - {eventType: viewer-request, function: f, includeBody: true}
              - {eventType: viewer-response, function: f}
            """.formatted(origin.port()), Distribution.class)
                .orThrow();
        edge = new TestEdges.NetworkEdge(
                vertx,
                log,
                changed,
                new Change.FunctionPublished(FunctionVersion.verticle("f", 1, "0".repeat(64), 1, "com.example.F")),
                new Change.DistributionApplied(site));
    }

    private void start(Vertx vertx, FakeOrigin origin) {
        start(vertx, origin, (runtime, steps) -> with(steps, steps.distributions(), steps.cache()));
    }

    private EdgeSteps with(EdgeSteps steps, Distributions distributions, CacheStep cache) {
        return new EdgeSteps(
                steps.endings(),
                steps.arrival(),
                distributions,
                steps.admission(),
                new ViewerFunctions(new FunctionPoints(functions, "perigee")),
                cache,
                new ErrorPages(cache),
                steps.selecting(),
                steps.heads());
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    private void assertBroken(Answered answer) {
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.header("X-Cache")).isEqualTo("Error from perigee");
        assertThat(answer.header("Cache-Status")).isEqualTo("edge-test-1; detail=internal-error");
        assertThat(answer.text()).doesNotContain("Exception", "out of order");
        Await.until("the log to tell it", () -> !logged.isEmpty());
        RequestRecord record = logged.getFirst();
        assertThat(record.requestId()).isEqualTo(answer.header("X-Amz-Cf-Id"));
        assertThat(record.outcome()).isEqualTo(Outcome.Error);
        assertThat(record.reason()).isEqualTo(Reason.INTERNAL_ERROR);
    }

    @Test
    void aStepThatThrowsAtOnceIsAnError(Vertx vertx, FakeOrigin origin, Viewer viewer) {
        start(
                vertx,
                origin,
                (runtime, steps) -> with(
                        steps,
                        host -> {
                            throw new IllegalStateException("out of order");
                        },
                        steps.cache()));

        assertBroken(viewer.get(edge.url() + "/a"));
    }

    @Test
    void aFunctionCallThatThrowsIsAnErrorAndTheNextRequestIsServed(Vertx vertx, FakeOrigin origin, Viewer viewer) {
        start(vertx, origin);
        var working = functions.atRequest;
        functions.atRequest = (function, event) -> {
            throw new IllegalStateException("out of order");
        };

        assertBroken(viewer.get(edge.url() + "/a"));
        functions.atRequest = working;

        assertThat(viewer.get(edge.url() + "/a").text()).isEqualTo("hello");
    }

    @Test
    void aFunctionCallThatThrowsLaterIsAnError(Vertx vertx, FakeOrigin origin, Viewer viewer) {
        start(vertx, origin);
        functions.atRequest = (function, event) -> vertx.timer(1).map(late -> {
            throw new IllegalStateException("out of order");
        });

        assertBroken(viewer.send(Asked.of("POST", edge.url() + "/a").body("something")));
        assertThat(origin.fetches()).isZero();
    }

    @Test
    void aStepThatThrowsBehindTheCacheIsAnErrorAndGivesTheAnswerBack(Vertx vertx, FakeOrigin origin, Viewer viewer) {
        start(vertx, origin);
        var working = functions.atResponse;
        functions.atResponse = (function, event) -> {
            throw new LinkageError("out of order");
        };

        assertBroken(viewer.get(edge.url() + "/a"));
        assertThat(viewer.get(edge.url() + "/a").status()).isEqualTo(500);
        functions.atResponse = working;

        assertThat(viewer.get(edge.url() + "/a").header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(origin.fetches("/a")).isEqualTo(1);
    }

    @Test
    void aFunctionCallThatFailsBehindTheCacheIsAnError(Vertx vertx, FakeOrigin origin, Viewer viewer) {
        start(vertx, origin);
        functions.atResponse = (function, event) -> vertx.timer(1).map(late -> {
            throw new IllegalStateException("out of order");
        });

        assertBroken(viewer.get(edge.url() + "/a"));
    }

    @Test
    void anUpstreamThatThrowsIsABadGateway(Vertx vertx, FakeOrigin origin, Viewer viewer) {
        SequenceView broken = new SequenceView() {
            @Override
            public long applied() {
                throw new IllegalStateException("out of order");
            }

            @Override
            public boolean logKept() {
                return true;
            }
        };
        start(vertx, origin, (runtime, steps) -> {
            OriginFetch fetch = new OriginFetch(runtime.exchange(), runtime.points(), broken);
            NodeIdentity node = new NodeIdentity("edge-test-1", "eu", "TST50-P1", 50, 8);
            RegionalNodes regional = new RegionalNodes("eu", System::nanoTime);
            SimulatedLatency latency = new SimulatedLatency(vertx, null, node);
            RegionalWrites writes = new RegionalWrites(
                    regional, runtime.exchange(), latency, new SimpleMeterRegistry().counter("unconfirmed"));
            EdgeUpstream upstream = new EdgeUpstream(regional, runtime.exchange(), fetch, latency, writes);
            CacheStep cache =
                    new CacheStep(runtime.cache(), upstream, Compression.NONE, TtlRules.CLOUDFRONT, node.via());
            return with(steps, steps.distributions(), cache);
        });

        Answered answer = viewer.get(edge.url() + "/a");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header("X-Cache")).isEqualTo("Error from perigee");
        assertThat(answer.header("Cache-Status")).isEqualTo("edge-test-1; fwd=miss; detail=origin-invalid");
    }
}
