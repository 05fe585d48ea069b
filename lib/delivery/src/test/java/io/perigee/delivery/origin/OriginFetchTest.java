package io.perigee.delivery.origin;

import static io.perigee.delivery.Fixtures.compiled;
import static io.perigee.delivery.Fixtures.function;
import static io.perigee.delivery.Fixtures.get;
import static io.perigee.delivery.Fixtures.request;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Failure;
import io.perigee.cache.SequenceView;
import io.perigee.cache.Upstream;
import io.perigee.cache.UpstreamException;
import io.perigee.delivery.DeliveryRequest;
import io.perigee.delivery.FakeFunctions;
import io.perigee.delivery.Loop;
import io.perigee.delivery.exchange.UpstreamClients;
import io.perigee.delivery.exchange.UpstreamExchange;
import io.perigee.delivery.functions.FunctionPoints;
import io.perigee.delivery.http.BufferedStream;
import io.perigee.functions.CustomOrigin;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.RequestBody;
import io.perigee.functions.RequestResult;
import io.perigee.functions.S3Origin;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class OriginFetchTest {

    private static final SequenceView LOG = new SequenceView() {
        @Override
        public long applied() {
            return 7;
        }

        @Override
        public boolean logKept() {
            return true;
        }
    };

    private final FakeFunctions functions = new FakeFunctions();
    private FakeOrigin a;
    private FakeOrigin b;
    private Loop loop;
    private UpstreamClients clients;
    private OriginFetch fetch;

    @BeforeEach
    void open(Vertx vertx, FakeOrigin origin) {
        a = origin;
        b = FakeOrigin.start(vertx);
        loop = new Loop(vertx);
        clients = new UpstreamClients(vertx, 8);
        UpstreamExchange exchange = new UpstreamExchange(vertx, clients, head -> "signed");
        fetch = new OriginFetch(exchange, new FunctionPoints(functions, "perigee"), LOG);
    }

    @AfterEach
    void close() {
        Await.get(clients.close());
        b.close();
    }

    /** A request to a distribution with a group of two origins, and functions as given. */
    private DeliveryRequest asked(RequestHead head, String target, String associations) {
        return asked(head, target, associations, "15s");
    }

    private DeliveryRequest asked(RequestHead head, String target, String associations, String timeout) {
        return request(compiled("""
                        id: d
                        origins:
                          - {id: a, domainName: 127.0.0.1, httpPort: %d, protocolPolicy: http-only, connectionAttempts: 1, responseTimeout: %s, networkOnly: true}
                          - {id: b, domainName: 127.0.0.1, httpPort: %d, protocolPolicy: http-only, connectionAttempts: 1}
                        originGroups: [{id: g, members: [a, b], failoverStatusCodes: [500, 503]}]
                        defaultCacheBehavior: {targetOriginId: %s, functionAssociations: [%s]}
                        """.formatted(a.port(), timeout, b.port(), target, associations), function("f")), head);
    }

    private DeliveryRequest grouped(RequestHead head) {
        return asked(head, "g", "");
    }

    private DeliveryRequest withFunction(RequestHead head, String point) {
        return asked(head, "b", "{eventType: " + point + ", function: f}");
    }

    private Upstream.Response fetched(DeliveryRequest request) {
        return loop.call(() -> fetch.fetch(request));
    }

    private Failure failure(DeliveryRequest request) {
        return ((UpstreamException) Await.failure(loop.start(() -> fetch.fetch(request)))).failure();
    }

    @Test
    void aResponseCarriesTheSequenceThatItsFetchStartedAt() {
        a.on("/x", Answer.ok("a"));

        assertThat(fetched(grouped(get("/x"))).fetchedAtSequence()).isEqualTo(7);
        assertThat(a.lastRequest().header("Perigee-Auth")).isEqualTo("signed");
    }

    @Test
    void aStatusOfTheGroupSendsTheRequestToTheNextOrigin() {
        a.on("/x", Answer.status(503).body("no"));
        b.on("/x", Answer.ok("b"));

        assertThat(loop.text(fetched(grouped(get("/x"))))).isEqualTo("b");
        assertThat(b.lastRequest().header("Perigee-Auth")).isNull();
        assertThat(b.lastRequest().header("Host")).isEqualTo("127.0.0.1:" + b.port());
    }

    @Test
    void aFunctionSetsTheHostThatTheOriginGets() {
        b.otherwise(request -> Answer.ok("b"));
        functions.onRequest(
                "f", event -> new RequestResult.Continue(event.request().withHeader("Host", "tenant.example.com")));

        fetched(withFunction(get("/x"), "origin-request"));

        assertThat(b.lastRequest().header("Host")).isEqualTo("tenant.example.com");
    }

    @Test
    void disallowedHeadersAreNotShownToFunctionsAndReachTheOriginAllTheSame() {
        b.otherwise(request -> Answer.ok("b"));
        functions.onRequest(
                "f", event -> new RequestResult.Continue(event.request().withHeader("X-Added", "1")));
        RequestHead sent = new RequestHead("GET", "/x", Headers.of("X-Real-IP", "192.0.2.9", "X-Own", "1"));

        fetched(withFunction(sent, "origin-request"));

        assertThat(functions.requestEvents()).singleElement().satisfies(event -> {
            assertThat(event.request().header("X-Real-IP")).isEmpty();
            assertThat(event.request().header("X-Own")).contains("1");
        });
        assertThat(b.lastRequest().header("X-Real-IP")).isEqualTo("192.0.2.9");
        assertThat(b.lastRequest().header("X-Added")).isEqualTo("1");
    }

    @Test
    void anotherStatusIsTheAnswer() {
        a.on("/x", Answer.status(404).body("no"));

        assertThat(fetched(grouped(get("/x"))).head().status()).isEqualTo(404);
        assertThat(b.fetches()).isZero();
    }

    @Test
    void noConnectionNoResponseAndNoResponseInTimeSendTheRequestToTheNextOrigin() {
        b.otherwise(request -> Answer.ok("b"));
        a.on("/broken", Answer.closeWithoutAnswer());
        a.on("/slow", Answer.status(200).waitFor(new Gate()).body("late"));

        assertThat(loop.text(fetched(grouped(get("/broken"))))).isEqualTo("b");
        assertThat(loop.text(fetched(asked(get("/slow"), "g", "", "200ms")))).isEqualTo("b");
        a.goDown();
        assertThat(loop.text(fetched(grouped(get("/down"))))).isEqualTo("b");
        a.goUp();
    }

    @Test
    void theLastOriginsAnswerIsTheAnswer() {
        a.on("/x", Answer.status(503).body("a"));
        b.on("/x", Answer.status(500).body("b"));

        assertThat(loop.text(fetched(grouped(get("/x"))))).isEqualTo("b");
        b.goDown();
        assertThat(failure(grouped(get("/x")))).isEqualTo(Failure.UPSTREAM_CONNECT);
        b.goUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void whatMayHaveChangedSomethingIsNotSentToAnotherOrigin(String method) {
        a.on("/x", Answer.status(503).body("no"));

        assertThat(fetched(grouped(new RequestHead(method, "/x", Headers.of())))
                        .head()
                        .status())
                .isEqualTo(503);
        assertThat(b.fetches()).isZero();
    }

    @Test
    void aRequestWhoseBodyIsSpentIsNotSentToAnotherOrigin() {
        a.on("/x", Answer.status(503).body("no"));
        DeliveryRequest request = grouped(get("/x", "Content-Length", "1"));

        Upstream.Response response =
                loop.call(() -> fetch.fetch(request.withBody(BufferedStream.of(Buffer.buffer("x")))));

        assertThat(response.head().status()).isEqualTo(503);
        assertThat(b.fetches()).isZero();
    }

    @Test
    void anOriginRequestFunctionChangesWhatTheOriginGets() {
        b.otherwise(request -> Answer.ok("b"));
        functions.onRequest(
                "f",
                event -> new RequestResult.Continue(
                        event.request().withUri("/other").withQuerystring("q=1").withHeader("X-Added", "1")));

        fetched(withFunction(get("/x?p=1", "X", "1"), "origin-request"));

        assertThat(b.lastRequest().target()).isEqualTo("/other?q=1");
        assertThat(b.lastRequest().header("X")).isEqualTo("1");
        assertThat(b.lastRequest().header("X-Added")).isEqualTo("1");
        assertThat(functions.requestEvents()).singleElement().satisfies(event -> {
            assertThat(event.config().distributionDomainName()).isEqualTo("d.perigee");
            assertThat(event.config().eventType()).isEqualTo(EventType.ORIGIN_REQUEST);
            assertThat(event.request().clientIp()).isEqualTo("192.0.2.7");
            assertThat(event.request().querystring()).isEqualTo("p=1");
            assertThat(event.request().origin())
                    .isInstanceOfSatisfying(
                            CustomOrigin.class,
                            origin -> assertThat(origin.port()).isEqualTo(b.port()));
            assertThat(event.request().header("Host")).contains("127.0.0.1:" + b.port());
            assertThat(event.request().body()).isNull();
        });
    }

    @Test
    void aFunctionSendsTheRequestElsewhereAndTheNetworksCredentialsStay() {
        b.otherwise(request -> Answer.ok("b"));
        functions.onRequest(
                "f",
                event -> new RequestResult.Continue(event.request()
                        .withOrigin(CustomOrigin.of(CustomOrigin.Protocol.HTTP, "127.0.0.1", b.port())
                                .withPath("/base")
                                .withCustomHeader("X-Chosen", "1"))));

        fetched(asked(get("/x"), "a", "{eventType: origin-request, function: f}"));

        assertThat(a.fetches()).isZero();
        assertThat(b.lastRequest().target()).isEqualTo("/base/x");
        assertThat(b.lastRequest().header("X-Chosen")).isEqualTo("1");
        assertThat(b.lastRequest().header("Perigee-Auth")).isNull();
        assertThat(b.lastRequest().header("Host")).isEqualTo("127.0.0.1:" + b.port());
    }

    @Test
    void aFunctionAnswersInPlaceOfTheOrigin() {
        functions.onRequest("f", event -> new RequestResult.Respond(FunctionResponse.ok("text/plain", "made")));

        Upstream.Response get = fetched(withFunction(get("/x"), "origin-request"));
        Upstream.Response head = fetched(withFunction(new RequestHead("HEAD", "/x", Headers.of()), "origin-request"));

        assertThat(loop.text(get)).isEqualTo("made");
        assertThat(get.head().headers().first("Perigee-Result")).isEqualTo("LambdaGeneratedResponse");
        assertThat(get.fetchedAtSequence()).isEqualTo(7);
        assertThat(head.body()).isNull();
        assertThat(head.head().headers().first("Content-Length")).isEqualTo("4");
        assertThat(b.fetches()).isZero();
    }

    @Test
    void aGeneratedRedirectHasAnEmptyBodyAndA204None() {
        functions.onRequest("f", event -> new RequestResult.Respond(FunctionResponse.redirect("/y")));
        Upstream.Response redirect = fetched(withFunction(get("/x"), "origin-request"));
        functions.onRequest("f", event -> new RequestResult.Respond(FunctionResponse.of(204, "")));
        Upstream.Response none = fetched(withFunction(get("/x"), "origin-request"));

        assertThat(redirect.head().headers().first("Content-Length")).isEqualTo("0");
        assertThat(loop.text(redirect)).isEmpty();
        assertThat(none.body()).isNull();
        assertThat(none.head().headers().contains("Content-Length")).isFalse();
    }

    @Test
    void aFunctionThatFailsIsAnErrorOfItsOwnAndTheOriginIsNotAsked() {
        functions.onRequest("f", event -> FakeFunctions.broken(EventType.ORIGIN_REQUEST));

        Upstream.Response response = fetched(withFunction(get("/x"), "origin-request"));

        assertThat(response.head().status()).isEqualTo(502);
        assertThat(response.head().headers().first("Perigee-Result")).isEqualTo("LambdaExecutionError");
        assertThat(b.fetches()).isZero();
    }

    @Test
    void anOriginResponseFunctionChangesHeadersAndTheBodyStreamsOn() {
        Gate gate = new Gate();
        b.on("/x", Answer.status(200).with("X", "1").chunk("one ").waitFor(gate).chunk("two"));
        functions.onResponse(
                "f",
                event -> Future.succeededFuture(
                        event.response().withHeader("X-Added", "1").withoutHeader("X")));

        Upstream.Response response = fetched(withFunction(get("/x"), "origin-response"));
        gate.open();

        assertThat(response.head().headers().first("X-Added")).isEqualTo("1");
        assertThat(response.head().headers().contains("X")).isFalse();
        assertThat(loop.text(response)).isEqualTo("one two");
    }

    @Test
    void anOriginResponseFunctionReadsAndReplacesTheBody() {
        b.on("/x", Answer.ok("hello").with("Accept-Ranges", "bytes").with("ETag", "\"v\""));
        functions.onResponse(
                "f", event -> event.readBody().map(body -> event.response().withBody(Buffer.buffer(body + " world"))));

        Upstream.Response response = fetched(withFunction(get("/x"), "origin-response"));

        assertThat(loop.text(response)).isEqualTo("hello world");
        assertThat(response.head().headers().all("Content-Length")).containsExactly("11");
        assertThat(response.head().headers().contains("Accept-Ranges")).isFalse();
        assertThat(b.cutAnswers()).isZero();
    }

    @Test
    void aPartThatIsReplacedIsAWhole() {
        b.on("/x", Answer.status(206).with("Content-Range", "bytes 0-1/9").body("ab"));
        functions.onResponse(
                "f", event -> Future.succeededFuture(event.response().withBody(Buffer.buffer("other"))));

        Upstream.Response response = fetched(withFunction(get("/x", "Range", "bytes=0-1"), "origin-response"));

        assertThat(response.head().status()).isEqualTo(200);
        assertThat(response.head().headers().contains("Content-Range")).isFalse();
    }

    @Test
    void anAnswerToHeadHasNoBodyWhateverTheFunctionGives() {
        b.on("/x", Answer.ok("hello"));
        functions.onResponse(
                "f", event -> Future.succeededFuture(event.response().withBody(Buffer.buffer("longer"))));

        Upstream.Response response =
                fetched(withFunction(new RequestHead("HEAD", "/x", Headers.of()), "origin-response"));

        assertThat(response.body()).isNull();
        assertThat(response.head().headers().first("Content-Length")).isEqualTo("6");
    }

    @Test
    void aBodyIsDroppedWhereTheFunctionsStatusHasNone() {
        b.on("/x", Answer.status(200).chunk("one").waitFor(new Gate()).chunk("two"));
        functions.onResponse(
                "f", event -> Future.succeededFuture(event.response().withStatus(204, "No Content")));

        Upstream.Response response = fetched(withFunction(get("/x"), "origin-response"));

        assertThat(response.head().status()).isEqualTo(204);
        assertThat(response.body()).isNull();
        Await.until("the origin is told", () -> b.cutAnswers() == 1);
    }

    @Test
    void anOriginResponseFunctionThatFailsEndsTheOriginsBody() {
        b.on("/x", Answer.status(200).chunk("one").waitFor(new Gate()).chunk("two"));
        functions.onResponse("f", event -> Future.succeededFuture(FakeFunctions.broken(EventType.ORIGIN_RESPONSE)));

        Upstream.Response response = fetched(withFunction(get("/x"), "origin-response"));

        assertThat(response.head().status()).isEqualTo(502);
        assertThat(response.body()).isNull();
        Await.until("the origin is told", () -> b.cutAnswers() == 1);
    }

    @Test
    void theFunctionsRunAnewForTheNextOrigin() {
        a.on("/x", Answer.status(503).body("no"));
        b.on("/x", Answer.ok("b"));
        functions.onRequest("f", FakeFunctions::proceed);

        fetched(asked(get("/x"), "g", "{eventType: origin-request, function: f}"));

        assertThat(functions.requestEvents())
                .extracting(event -> event.request().origin())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isEqualTo(new S3Origin(
                                        "127.0.0.1",
                                        "",
                                        S3Origin.AuthMethod.ORIGIN_ACCESS_IDENTITY,
                                        "us-east-1",
                                        HeaderFields.empty())),
                        second -> assertThat(second)
                                .isInstanceOfSatisfying(
                                        CustomOrigin.class,
                                        origin -> assertThat(origin.port()).isEqualTo(b.port())));
    }

    private RequestBody bodySeen() {
        return requireNonNull(functions.requestEvents().getFirst().request().body());
    }

    private Upstream.Response put(String body, String associations) {
        RequestHead head = new RequestHead("PUT", "/x", Headers.of("Content-Length", Integer.toString(body.length())));
        DeliveryRequest request = asked(head, "b", associations);
        return loop.call(() -> fetch.fetch(request.withBody(BufferedStream.of(Buffer.buffer(body)))));
    }

    @Test
    void aFunctionThatAsksForTheBodyGetsItAndTheOriginToo() {
        b.otherwise(request -> Answer.ok(""));
        functions.onRequest("f", FakeFunctions::proceed);

        put("hello", "{eventType: origin-request, function: f, includeBody: true}");

        assertThat(bodySeen().data()).hasToString("hello");
        assertThat(bodySeen().inputTruncated()).isFalse();
        assertThat(b.lastRequest().text()).isEqualTo("hello");
    }

    @Test
    void aFunctionThatDoesNotAskForTheBodyDoesNotGetIt() {
        b.otherwise(request -> Answer.ok(""));
        functions.onRequest("f", FakeFunctions::proceed);

        put("hello", "{eventType: origin-request, function: f}");

        assertThat(functions.requestEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.request().body()).isNull());
        assertThat(b.lastRequest().text()).isEqualTo("hello");
    }

    @Test
    void aLongBodyIsCutForTheFunctionAndWholeForTheOrigin() {
        b.otherwise(request -> Answer.ok(""));
        functions.onRequest("f", FakeFunctions::proceed);
        String large = "0123456789abcdef".repeat(1 << 17);

        put(large, "{eventType: origin-request, function: f, includeBody: true}");

        assertThat(bodySeen().data().length()).isEqualTo(1 << 20);
        assertThat(bodySeen().inputTruncated()).isTrue();
        assertThat(b.lastRequest().body().length()).isEqualTo(large.length());
    }

    @Test
    void aFunctionReplacesTheBody() {
        b.otherwise(request -> Answer.ok(""));
        functions.onRequest(
                "f", event -> new RequestResult.Continue(event.request().withBody(Buffer.buffer("replaced"))));

        put("hello", "{eventType: origin-request, function: f, includeBody: true}");

        assertThat(b.lastRequest().text()).isEqualTo("replaced");
        assertThat(b.lastRequest().header("Content-Length")).isEqualTo("8");
    }
}
