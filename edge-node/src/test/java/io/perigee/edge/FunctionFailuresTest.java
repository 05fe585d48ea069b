package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.network.Change;
import io.perigee.functions.EdgeFunction;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.host.ConcurrencyLimits;
import io.perigee.functions.runtime.FunctionSource;
import io.perigee.observability.AccessLog;
import io.perigee.observability.Outcome;
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
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What becomes of functions that fail, beside the answer: the logs, the metrics, the cache. */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class FunctionFailuresTest {

    private final List<RequestRecord> accesses = new CopyOnWriteArrayList<>();
    private final AccessLog log = new AccessLog() {
        @Override
        public boolean isOn() {
            return true;
        }

        @Override
        public void write(RequestRecord record) {
            accesses.add(record);
        }

        @Override
        public void close() {}
    };

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    }

    private final Lines lines = new Lines();
    private FakeOrigin origin;
    private Viewer viewer;
    private TestEdges.NetworkEdge edge;

    /** Does at either request event what the path says. */
    public static final class Failing extends EdgeFunction {
        @Override
        public Future<RequestResult> viewerRequest(RequestEvent event) {
            return answer(event.request());
        }

        @Override
        public Future<RequestResult> originRequest(RequestEvent event) {
            return answer(event.request());
        }

        private static Future<RequestResult> answer(FunctionRequest request) {
            return switch (request.uri()) {
                case "/throw" -> throw new IllegalStateException("broken");
                case "/invalid" -> Future.succeededFuture(new RequestResult.Continue(request.withHeader("Via", "me")));
                default -> Future.succeededFuture(new RequestResult.Continue(request));
            };
        }
    }

    private static final String PAGE =
            "{errorCode: 502, responsePagePath: /sorry, responseCode: 500, errorCachingMinTtl: 1h}";

    private static final String SCRIPT = """
        function handler(event) {
          if (event.request.uri === '/throw') throw new Error('broken');
          if (event.request.uri === '/invalid') event.request.headers['via'] = {value: 'me'};
          return event.request;
        }\
        """;

    @BeforeEach
    void start(Vertx vertx, FakeOrigin origin, Viewer viewer) {
        this.origin = origin;
        this.viewer = viewer;
        edge = new TestEdges.NetworkEdge(
                vertx,
                log,
                (runtime, steps) -> steps,
                new Change.FunctionPublished(
                        FunctionVersion.verticle("verticle", 1, "0".repeat(64), 1, Failing.class.getName())),
                Scripts.published("script"),
                site("at-viewer", "viewer-request", "verticle", PAGE),
                site("at-origin", "origin-request", "verticle", PAGE),
                site("uncached", "origin-request", "verticle", "{errorCode: 502, errorCachingMinTtl: 0s}"),
                site("scripted", "viewer-request", "script", PAGE));
        Await.get(edge.functions()
                .deploy(new FunctionId("verticle", 1), new FunctionSource.VerticleClass(Failing.class)));
        Scripts.deploy(edge.functions(), "script", SCRIPT);
        origin.otherwise(request -> Answer.ok("from the origin").with("Cache-Control", "max-age=60"));
        lines.start();
        logger().addAppender(lines);
    }

    private Change site(String id, String event, String function, String errorResponse) {
        return new Change.DistributionApplied(Documents.parse(
                        """
                        id: %s
                        aliases: [%s.example.org]
                        origins: [{id: o, domainName: 127.0.0.1, httpPort: %d, protocolPolicy: http-only}]
                        customErrorResponses: [%s]
                        defaultCacheBehavior:
                          targetOriginId: o
                          functionAssociations: [{eventType: %s, function: %s}]
                        """.formatted(id, id, origin.port(), errorResponse, event, function), Distribution.class)
                .orThrow());
    }

    private static ch.qos.logback.classic.Logger logger() {
        return (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("io.perigee");
    }

    @AfterEach
    void stop() {
        logger().detachAppender(lines);
        edge.close();
    }

    private Answered get(String site, String path) {
        return viewer.send(Asked.of("GET", edge.url() + path).with("Host", site + ".example.org"));
    }

    /** What is logged of the last request, once it is. */
    private RequestRecord access(int count) {
        Await.until("it is logged", () -> accesses.size() == count);
        return accesses.getLast();
    }

    private static void assertWord(Answered answer, int status, RequestRecord record, Outcome outcome) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("X-Cache")).isEqualTo(outcome.xCache());
        assertThat(record.outcome()).isEqualTo(outcome);
        assertThat(record.outcome().resultType()).isEqualTo(outcome);
    }

    @Test
    void theAccessLogHasCloudFrontsWordsForEachKindOfFailure() {
        assertWord(get("at-viewer", "/throw"), 502, access(1), Outcome.LambdaExecutionError);
        assertWord(get("at-viewer", "/invalid"), 502, access(2), Outcome.LambdaValidationError);
        assertWord(get("scripted", "/throw"), 503, access(3), Outcome.FunctionExecutionError);
        edge.functions().limitConcurrency(new ConcurrencyLimits(1000, Map.of("verticle", 0)));
        assertWord(get("at-viewer", "/"), 503, access(4), Outcome.LambdaLimitExceeded);
    }

    @Test
    void aFailureIsToldOnceWithFunctionEventReasonAndRequest() {
        Answered answer = get("at-viewer", "/invalid");

        String id = String.valueOf(answer.header("X-Amz-Cf-Id"));
        assertThat(lines.lines.stream().filter(line -> line.contains(id)))
                .containsExactly(
                        "verticle:1 gave an invalid result at viewer-request: headers.Via is 'me', expected no such"
                                + " header: it is read-only at viewer-request (request " + id + ")");
        assertThat(lines.lines.stream().filter(line -> line.contains("invalid result")))
                .hasSize(1);
    }

    @Test
    void aFunctionThatGoesOnFailingIsToldOfABoundedNumberOfTimes() {
        for (int i = 0; i < 130; i++) {
            get("scripted", "/invalid");
        }

        assertThat(lines.lines.stream().filter(line -> line.contains("script:1")))
                .hasSizeBetween(100, 125);
    }

    @Test
    void aFailureAtAnOriginEventIsAnErrorOfTheOriginWithItsPageAndErrorCachingTime() {
        Answered first = get("at-origin", "/throw");
        Answered second = get("at-origin", "/throw");

        assertThat(first.status()).isEqualTo(500);
        assertThat(first.text()).isEqualTo("from the origin");
        assertThat(second.status()).isEqualTo(500);
        assertThat(errors("origin-request")).isOne();
    }

    @Test
    void withAnErrorCachingTimeOfZeroAFailureAtAnOriginEventIsNotStored() {
        assertThat(get("uncached", "/throw").status()).isEqualTo(502);
        assertThat(get("uncached", "/throw").status()).isEqualTo(502);

        assertThat(errors("origin-request")).isEqualTo(2);
    }

    private long errors(String event) {
        String name = "perigee_function_errors_total{event=\"" + event + "\",function=\"verticle\",kind=\"execution\",";
        return edge.metrics()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void aFailureAtAViewerEventIsAnsweredWithoutTheCustomErrorPage() {
        assertThat(get("at-viewer", "/throw").status()).isEqualTo(502);
    }

    @Test
    void callsAreCountedForFunctionVersionLocationAndEvent() {
        get("at-viewer", "/");
        get("at-viewer", "/throw");
        get("scripted", "/");
        get("scripted", "/invalid");

        String metrics = edge.metrics();
        String verticle = "event=\"viewer-request\",function=\"verticle\"";
        String script = "event=\"viewer-request\",function=\"script\"";
        String where = "location=\"TST50-P1\",tier=\"edge\",version=\"1\"";
        assertThat(metrics)
                .contains("perigee_function_invocations_total{" + verticle + "," + where + "} 2.0")
                .contains("perigee_function_invocations_total{" + script + "," + where + "} 2.0")
                .contains("perigee_function_errors_total{" + verticle + ",kind=\"execution\"," + where + "} 1.0")
                .contains("perigee_function_errors_total{" + script + ",kind=\"validation\"," + where + "} 1.0")
                .contains("perigee_function_duration_seconds_count{" + script + "," + where + "} 2")
                .contains("perigee_function_warm_starts_total{function=\"script\"," + where + "} 2.0")
                .containsPattern(
                        "perigee_function_compute_utilisation_percent\\{function=\"script\"[^}]*\\} [1-9][0-9]*\\.0");
        edge.functions().limitConcurrency(new ConcurrencyLimits(1000, Map.of("verticle", 0)));
        get("at-viewer", "/");
        assertThat(edge.metrics()).contains("perigee_function_throttles_total{" + verticle + "," + where + "} 1.0");
    }
}
