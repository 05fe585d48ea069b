package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.delivery.functions.FunctionPoints;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.network.Change;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionInvoker;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.OriginChoice;
import io.perigee.functions.OriginChoiceReader;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestOutcome;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.ResponseOutcome;
import io.perigee.observability.AccessLog;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Viewer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * When viewer functions run, what they see, and what becomes of what they answer, by
 * <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-cloudfront-trigger-events.html">CloudFront
 * events that can trigger a Lambda@Edge function</a>.
 */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class ViewerFunctionRulesTest {

    private final Functions functions = new Functions();
    private TestEdges.NetworkEdge edge;

    /** What the test says at each point; goes on with what it got otherwise. */
    private static final class Functions implements FunctionInvoker {
        private final List<RequestEvent> requests = new CopyOnWriteArrayList<>();
        private final List<ResponseEvent> responses = new CopyOnWriteArrayList<>();
        private volatile java.util.function.Function<RequestEvent, RequestOutcome> atRequest =
                event -> new RequestResult.Continue(event.request());
        private volatile UnaryOperator<FunctionResponse> atResponse = response -> response;

        @Override
        public Future<RequestOutcome> invoke(FunctionReference function, RequestEvent event) {
            requests.add(event);
            return Future.succeededFuture(atRequest.apply(event));
        }

        @Override
        public Future<ResponseOutcome> invoke(FunctionReference function, ResponseEvent event) {
            responses.add(event);
            return Future.succeededFuture(atResponse.apply(event.response()));
        }
    }

    @BeforeEach
    void start(Vertx vertx, FakeOrigin origin) {
        Distribution site = Documents.parse("""
            id: site
            aliases: [127.0.0.1]
            origins: [{id: o, domainName: 127.0.0.1, httpPort: %d, protocolPolicy: http-only}]
            customErrorResponses: [{errorCode: 404, responsePagePath: /sorry, responseCode: 200}]
            defaultCacheBehavior:
              targetOriginId: o
              functionAssociations:
              - {eventType: viewer-request, function: f}
              - {eventType: viewer-response, function: f}
            cacheBehaviors:
            - pathPattern: /light/*
              targetOriginId: o
              originRequestPolicyId: Managed-AllViewerAndCloudFrontHeaders-2022-06
              functionAssociations:
              - {eventType: viewer-request, function: light}
            """.formatted(origin.port()), Distribution.class)
                .orThrow();
        edge = new TestEdges.NetworkEdge(
                vertx,
                AccessLog.OFF,
                (runtime, steps) ->
                        TestEdges.with(steps, new ViewerFunctions(new FunctionPoints(functions, "perigee"))),
                new Change.FunctionPublished(FunctionVersion.verticle("f", 1, "0".repeat(64), 1, "com.example.F")),
                new Change.FunctionPublished(new FunctionVersion(
                        "light",
                        1,
                        FunctionRuntime.CLOUDFRONT_JS_2_0,
                        "0".repeat(64),
                        1,
                        FunctionVersion.CLOUDFRONT_HANDLER,
                        FunctionVersion.DEFAULT_MEMORY_SIZE,
                        FunctionVersion.DEFAULT_TIMEOUT,
                        "")),
                new Change.DistributionApplied(site));
        origin.on("/a", Answer.ok("hello").with("Cache-Control", "max-age=60").with("X-Real-IP", "192.0.2.1"));
        origin.on("/missing", Answer.status(404).body("not here"));
        origin.on("/sorry", Answer.ok("sorry").with("Cache-Control", "max-age=60"));
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void whatAViewerRequestFunctionAnswersIsNotGivenToTheViewerResponseFunction(Viewer viewer) {
        functions.atRequest = event -> new RequestResult.Respond(FunctionResponse.redirect("/elsewhere"));

        Answered answer = viewer.get(edge.url() + "/a");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("X-Cache")).isEqualTo("LambdaGeneratedResponse from perigee");
        assertThat(functions.responses).isEmpty();
    }

    @Test
    void anErrorOfTheOriginAndThePageInItsPlaceAreNotGivenToTheViewerResponseFunction(Viewer viewer) {
        Answered answer = viewer.get(edge.url() + "/missing");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("sorry");
        assertThat(functions.responses).isEmpty();
    }

    @Test
    void hitsAndMissesAreGivenToBothFunctions(Viewer viewer) {
        viewer.get(edge.url() + "/a");
        viewer.get(edge.url() + "/a");

        assertThat(functions.requests)
                .extracting(event -> event.config().eventType())
                .containsExactly(EventType.VIEWER_REQUEST, EventType.VIEWER_REQUEST);
        assertThat(functions.responses).hasSize(2);
    }

    @Test
    void disallowedHeadersAreNotShownAndStay(Viewer viewer) {
        functions.atResponse = response -> response.withHeader("X-Added", "1");

        Answered answer = viewer.send(
                Asked.get(edge.url() + "/a").with("X-Real-IP", "192.0.2.9").with("X-Own", "1"));

        assertThat(functions.requests).singleElement().satisfies(event -> {
            assertThat(event.request().header("X-Real-IP")).isEmpty();
            assertThat(event.request().header("X-Own")).contains("1");
        });
        assertThat(functions.responses)
                .singleElement()
                .satisfies(event ->
                        assertThat(event.response().header("X-Real-IP")).isEmpty());
        assertThat(answer.header("X-Real-IP")).isEqualTo("192.0.2.1");
        assertThat(answer.header("X-Added")).isEqualTo("1");
    }

    @Test
    void aCloudFrontFunctionSeesTheHeadersAboutTheViewerThatPoliciesNameAndAnswersInItsOwnName(Viewer viewer) {
        functions.atRequest = event -> new RequestResult.Respond(FunctionResponse.of(204, "No Content"));

        Answered light = viewer.send(Asked.get(edge.url() + "/light/a").with("User-Agent", "iPhone Mobile"));
        viewer.get(edge.url() + "/a");

        assertThat(light.header("X-Cache")).isEqualTo("FunctionGeneratedResponse from perigee");
        assertThat(functions.requests)
                .extracting(event -> event.request().header("CloudFront-Forwarded-Proto"))
                .containsExactly(java.util.Optional.of("http"), java.util.Optional.empty());
    }

    @Test
    void aCloudFrontFunctionSendsTheRequestToAnotherOrigin(FakeOrigin origin, Viewer viewer) {
        origin.on("/base/light/b", Answer.ok("from there").with("Cache-Control", "max-age=60"));
        OriginChoice choice = OriginChoiceReader.read(new JsonObject("""
                {"method": "updateRequestOrigin", "properties": {"originPath": "/base", "customHeaders": {"x-chosen": "1"}}}"""));
        functions.atRequest = event -> new RequestResult.Continue(event.request(), choice);

        assertThat(viewer.get(edge.url() + "/light/b").text()).isEqualTo("from there");
        assertThat(origin.lastRequest().header("X-Chosen")).isEqualTo("1");
    }

    @Test
    void aViewerResponseFunctionCannotHarmTheFraming(Viewer viewer) {
        functions.atResponse =
                response -> response.withHeader("Content-Length", "1").withHeader("Transfer-Encoding", "chunked");

        Answered answer = viewer.get(edge.url() + "/a");

        assertThat(answer.text()).isEqualTo("hello");
        assertThat(answer.header("Content-Length")).isEqualTo("5");
        assertThat(answer.header("Transfer-Encoding")).isNull();
    }

    @Test
    void aReplacedBodyAndStatusReachTheViewer(Viewer viewer) {
        functions.atResponse = response -> response.withStatus(403, "Forbidden").withBody(Buffer.buffer("not for you"));

        Answered answer = viewer.get(edge.url() + "/a");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).isEqualTo("not for you");
        assertThat(answer.header("Content-Length")).isEqualTo("11");
    }
}
