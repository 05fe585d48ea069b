package io.perigee.edge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.distribution.Distribution;
import io.perigee.distribution.document.Documents;
import io.perigee.functions.runtime.FunctionDeploymentException;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Received;
import io.perigee.testkit.Viewer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What CloudFront Functions may do and what becomes of it, between a viewer, an edge that runs them from files, and an origin: by
 * <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html">CloudFront Functions event
 * structure</a> and <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html">Restrictions
 * on edge functions</a>.
 */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class ScriptConversationTest {

    private static final String FAILED = "FunctionExecutionError from perigee";

    private ScriptEdge edge;

    @BeforeEach
    void start(Vertx vertx, FakeOrigin origin) {
        edge = new ScriptEdge(vertx, origin);
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    private void asking(String statements) {
        edge.asking(statements);
    }

    private void answering(String statements) {
        edge.answering(statements);
    }

    private Answered get(Viewer viewer, String path) {
        return viewer.get(edge.url() + path);
    }

    private static void assertFailed(Answered answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("X-Cache")).isEqualTo(FAILED);
        assertThat(answer.text()).doesNotContain("function.js");
    }

    @Test
    void theEventSaysWhoAsksForWhat(Viewer viewer) {
        asking("return {statusCode: 200, body: JSON.stringify({event, raw: r.rawQueryString()})};");

        Answered answer = viewer.send(Asked.get(edge.url() + "/asks/a?x=1&y=2&x=%203&z")
                .with("Cookie", "id=42; theme=dark")
                .with("X-Own", "1")
                .with("X-Own", "2"));
        JsonObject seen = new JsonObject(answer.text());

        assertThat(seen.getString("raw")).isEqualTo("x=1&y=2&x=%203&z");
        JsonObject event = seen.getJsonObject("event");
        assertThat(event.getString("version")).isEqualTo("1.0");
        assertThat(event.getJsonObject("viewer")).isEqualTo(new JsonObject().put("ip", "127.0.0.1"));
        assertThat(event.getJsonObject("context"))
                .isEqualTo(new JsonObject()
                        .put("distributionDomainName", "site.perigee.example")
                        .put("distributionId", "site")
                        .put("eventType", "viewer-request")
                        .put("requestId", answer.header("X-Amz-Cf-Id")));
        JsonObject request = event.getJsonObject("request");
        assertThat(request.getString("method")).isEqualTo("GET");
        assertThat(request.getString("uri")).isEqualTo("/asks/a");
        assertThat(request.getJsonObject("querystring"))
                .isEqualTo(
                        new JsonObject(
                                "{\"x\":{\"value\":\"1\",\"multiValue\":[{\"value\":\"1\"},{\"value\":\"%203\"}]},\"y\":{\"value\":\"2\"},\"z\":{\"value\":\"\"}}"));
        assertThat(request.getJsonObject("cookies"))
                .isEqualTo(new JsonObject("{\"id\":{\"value\":\"42\"},\"theme\":{\"value\":\"dark\"}}"));
        assertThat(request.getJsonObject("headers").getJsonObject("x-own"))
                .isEqualTo(new JsonObject("{\"value\":\"1\",\"multiValue\":[{\"value\":\"1\"},{\"value\":\"2\"}]}"));
        assertThat(request.getJsonObject("headers").fieldNames())
                .contains("host")
                .doesNotContain("cookie");
    }

    @Test
    void aResponseThatIsMadeAtViewerRequestIsAnsweredWithoutTheOrigin(FakeOrigin origin, Viewer viewer) {
        asking("""
                return {
                    statusCode: 302, statusDescription: 'Found', headers: {location: {value: '/de' + r.uri}, 'x-made': {value: 'here'}},
                    cookies: {a: {value: '1', attributes: 'Path=/; Secure'}, b: {value: '2'}}, body: {encoding: 'base64', data: 'aGk='}
                };""");

        Answered answer = get(viewer, "/asks/a");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo("/de/asks/a");
        assertThat(answer.header("X-Made")).isEqualTo("here");
        assertThat(answer.headers("Set-Cookie")).containsExactly("a=1; Path=/; Secure", "b=2");
        assertThat(answer.text()).isEqualTo("hi");
        assertThat(answer.header("X-Cache")).isEqualTo("FunctionGeneratedResponse from perigee");
        assertThat(origin.fetches()).isZero();
    }

    @Test
    void whatChangesOfTheRequestReachesTheOrigin(FakeOrigin origin, Viewer viewer) {
        asking("""
                r.uri = '/asks/index.html';
                r.querystring.page = {value: '2'};
                delete r.querystring.gone;
                r.headers['x-added'] = {value: 'yes'};
                r.headers['x-changed'].value = 'after';
                r.headers['x-several'] = {multiValue: [{value: 'a'}, {value: 'b'}]};
                delete r.headers['x-gone'];
                r.cookies.id.value = '43';
                r.cookies.fresh = {value: 'new'};
                delete r.cookies.stale;""");

        viewer.send(Asked.get(edge.url() + "/asks/?first=1&gone=1")
                .with("X-Changed", "before")
                .with("X-Gone", "1")
                .with("X-Kept", "1")
                .with("Cookie", "id=42; stale=1"));

        Received asked = origin.lastRequest();
        assertThat(asked.target()).isEqualTo("/asks/index.html?first=1&page=2");
        assertThat(asked.header("X-Added")).isEqualTo("yes");
        assertThat(asked.header("X-Changed")).isEqualTo("after");
        assertThat(asked.headers("X-Several")).containsExactly("a", "b");
        assertThat(asked.header("X-Gone")).isNull();
        assertThat(asked.header("X-Kept")).isEqualTo("1");
        assertThat(asked.header("Cookie")).isEqualTo("id=43; fresh=new");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host",
                "via",
                "content-length",
                "transfer-encoding",
                "connection",
                "expect",
                "x-edge-a",
                "x-real-ip"
            })
    void headersThatAreReadOnlyOrDisallowedAtViewerRequestAreAnInvalidResult(
            String header, FakeOrigin origin, Viewer viewer) {
        asking("r.headers['" + header + "'] = {value: '1'};");

        assertFailed(get(viewer, "/asks/a"), 502);
        assertThat(origin.fetches()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r.method = 'POST';",
                "r.uri = 'no-slash';",
                "r.headers['X-Upper'] = {value: '1'};",
                "r.headers['x-a'] = {value: 'a\\r\\nb: c'};",
                "r.headers['x-a'] = 'text';",
                "return null;",
                "return 'text';",
                "return {statusCode: 99};",
                "return {statusCode: 200, body: 'x'.repeat(41 * 1024)};"
            })
    void whatIsNoRequestAndNoResponseIsAnInvalidResult(String statements, FakeOrigin origin, Viewer viewer) {
        asking(statements);

        assertFailed(get(viewer, "/asks/a"), 502);
        assertThat(origin.fetches()).isZero();
    }

    @Test
    void statusHeadersCookiesAndBodyOfAResponseChange(FakeOrigin origin, Viewer viewer) {
        answering("""
                r.statusCode = 404;
                r.statusDescription = 'Hidden';
                r.headers['x-new'] = {value: '2'};
                delete r.headers['x-old'];
                r.cookies.seen = {value: 'yes', attributes: 'Max-Age=60'};
                r.body = 'nothing here';""");

        Answered answer = get(viewer, "/answers/a");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("X-New")).isEqualTo("2");
        assertThat(answer.header("X-Old")).isNull();
        assertThat(answer.header("Set-Cookie")).isEqualTo("seen=yes; Max-Age=60");
        assertThat(answer.text()).isEqualTo("nothing here");
        // What is stored is the origin's: the next viewer's function gets it anew.
        assertThat(get(viewer, "/answers/a").header("X-New")).isEqualTo("2");
        assertThat(origin.fetches()).isEqualTo(1);
    }

    @Test
    void aResponseThatIsLeftAloneStaysAsItWas(Viewer viewer) {
        answering("");

        Answered answer = get(viewer, "/answers/a");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Old")).isEqualTo("1");
        assertThat(answer.text()).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"via", "warning", "connection", "x-cache"})
    void headersThatAreReadOnlyOrDisallowedAtViewerResponseAreAnInvalidResult(String header, Viewer viewer) {
        answering("r.headers['" + header + "'] = {value: '1'};");

        assertFailed(get(viewer, "/answers/a"), 502);
    }

    @Test
    void noFunctionRunsAtViewerResponseForAnErrorOfTheOriginOrForWhatAFunctionHasMade(
            FakeOrigin origin, Viewer viewer) {
        origin.on("/both/missing", Answer.status(404).body("not here"));
        asking("if (r.uri === '/both/made') { return {statusCode: 200, body: 'made'}; }");
        answering("r.headers['x-seen'] = {value: '1'};");

        assertThat(get(viewer, "/both/missing").header("X-Seen")).isNull();
        assertThat(get(viewer, "/both/made").header("X-Seen")).isNull();
        assertThat(get(viewer, "/both/a").header("X-Seen")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throw new Error('on purpose');",
                "return Promise.reject(new Error('on purpose'));",
                "return new Promise(() => {});",
                "undefined.property;",
                "while (true) {}",
                "const all = []; while (true) { all.push(new Array(1000).fill(r)); }",
                "(function deeper() { deeper(); })();",
                "for (;;) { 'a'.repeat(40).match(/^(a+)+b$/); }",
                "'x'.repeat(2 ** 28);"
            })
    void whatFailsGetsTheViewerAnErrorAndHarmsNoOther(String statements, FakeOrigin origin, Viewer viewer) {
        asking("if (r.uri === '/asks/bad') { " + statements + " }");
        answering("r.headers['x-seen'] = {value: '1'};");

        Future<Answered> failing = viewer.start(Asked.get(edge.url() + "/asks/bad"));
        assertThat(get(viewer, "/plain").text()).isEqualTo("hello");
        assertThat(get(viewer, "/answers/a").header("X-Seen")).isEqualTo("1");

        assertFailed(Await.get(failing), 503);
        assertThat(origin.fetches("/asks/bad")).isZero();
        assertThat(get(viewer, "/asks/good").text()).isEqualTo("hello");
    }

    @Test
    void whatFailsAtViewerResponseIsNotDelivered(Viewer viewer) {
        answering("throw new Error('on purpose');");

        Answered answer = get(viewer, "/answers/a");

        assertFailed(answer, 503);
        assertThat(answer.header("X-Old")).isNull();
    }

    @Test
    void whatIsPrintedIsALineOfTheFunctionWithTheRequestsId(Viewer viewer) {
        asking("console.log('asked for ' + r.uri); console.log('x'.repeat(20000));");

        Answered answer = get(viewer, "/asks/a");

        String id = requireNonNull(answer.header("X-Amz-Cf-Id"));
        assertThat(edge.lines()).contains(new ScriptEdge.Line("asks", id, "asked for /asks/a"));
        // 10 KB of a call are kept.
        assertThat(edge.lines().stream()
                        .filter(line -> line.text().startsWith("x"))
                        .mapToInt(line -> line.text().length())
                        .sum())
                .isBetween(1, 10 * 1024);
    }

    @Test
    void codeHasTenKilobytesAtMost(Viewer viewer) {
        String code = "function handler(event) { return {statusCode: 204}; }";
        assertThatThrownBy(() -> edge.deploy("asks", code + " ".repeat(10 * 1024 + 1 - code.length())))
                .isInstanceOf(FunctionDeploymentException.class)
                .hasMessageContaining("10241 bytes");
        assertFailed(get(viewer, "/asks/a"), 503);

        edge.deploy("asks", code + " ".repeat(10 * 1024 - code.length()));
        assertThat(get(viewer, "/asks/a").status()).isEqualTo(204);
    }

    @Test
    void aBehaviorHasOneFunctionForEachEvent() {
        assertThat(violation("""
                - {eventType: viewer-request, function: asks}
                - {eventType: viewer-request, function: answers}""")).contains("functionAssociations[1].eventType");
        assertThat(violation("- {eventType: viewer-response, function: asks}")).isNull();
    }

    private static @Nullable String violation(String associations) {
        var parsed = Documents.parse("""
            id: site
            origins: [{id: o, domainName: o.example.com}]
            defaultCacheBehavior:
              targetOriginId: o
              functionAssociations:
            %s
            """.formatted(associations.indent(2)), Distribution.class);
        try {
            parsed.orThrow();
            return null;
        } catch (RuntimeException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
