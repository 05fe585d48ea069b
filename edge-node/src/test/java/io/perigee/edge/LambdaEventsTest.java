package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.edge.LambdaTiers.Program;
import io.perigee.edge.LambdaTiers.Site;
import io.perigee.functions.EventType;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Await;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Needs;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What Lambda@Edge's functions are given, and what becomes of what they answer, through an edge and a regional cache
 * (<a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html">Lambda@Edge event
 * structure</a>).
 */
@SuppressWarnings("NullAway.Init") // made before all tests
class LambdaEventsTest {
    private static final String ANSWERS_THE_EVENT = """
            exports.handler = async (event) => {
              const { response } = event.Records[0].cf;
              const text = JSON.stringify(event);
              if (event.Records[0].cf.config.eventType === 'viewer-response') {
                response.headers['x-event'] = [{ key: 'X-Event', value: encodeURIComponent(text) }];
                return response;
              }
              return { status: '200', headers: response ? response.headers : {}, body: text };
            };
            """;

    private static final int KIB = 1024;

    private static LambdaTiers tiers;

    @BeforeAll
    static void start() {
        Needs.program("node", "nodejs");
        Needs.program("python3", "python3");
        tiers = new LambdaTiers();
        tiers.origin()
                .otherwise(request -> Answer.ok("from the origin: " + request.text())
                        .with("Cache-Control", "max-age=60")
                        .with("X-Several", "1")
                        .with("X-Several", "2"));
    }

    @AfterAll
    static void stop() {
        if (tiers != null) {
            tiers.close();
        }
    }

    private static JsonObject cf(String event) {
        JsonObject json = new JsonObject(event);
        assertThat(json.fieldNames()).containsExactly("Records");
        JsonArray records = json.getJsonArray("Records");
        assertThat(records).hasSize(1);
        assertThat(records.getJsonObject(0).fieldNames()).containsExactly("cf");
        return records.getJsonObject(0).getJsonObject("cf");
    }

    private static JsonObject event(EventType point) {
        Site site = tiers.site(point, Program.node(ANSWERS_THE_EVENT));
        Answered answer = site.send(site.ask("GET", "/a/b.html?x=1&y=%20")
                .with("User-Agent", "Tests/1")
                .with("x-lOUD", "1")
                .with("X-Loud", "2")
                .with("Perigee-Viewer", "Tokyo"));
        JsonObject cf = cf(
                point == EventType.VIEWER_RESPONSE
                        ? URLDecoder.decode(answer.header("X-Event"), StandardCharsets.UTF_8)
                        : answer.text());
        JsonObject config = cf.getJsonObject("config");
        String id = site.host().substring(0, site.host().indexOf('.'));
        assertThat(config.getString("requestId")).isNotBlank().isEqualTo(answer.header("X-Amz-Cf-Id"));
        assertThat(config.copy().put("requestId", ""))
                .isEqualTo(new JsonObject()
                        .put("distributionDomainName", id + ".perigee")
                        .put("distributionId", id)
                        .put("eventType", point.label())
                        .put("requestId", ""));
        JsonObject request = cf.getJsonObject("request");
        assertThat(request.getString("clientIp")).isEqualTo("192.0.2.1");
        assertThat(request.getString("method")).isEqualTo("GET");
        assertThat(request.getString("uri")).isEqualTo("/a/b.html");
        assertThat(request.getString("querystring")).isEqualTo("x=1&y=%20");
        JsonObject headers = request.getJsonObject("headers");
        assertThat(headers.getJsonArray("user-agent"))
                .containsExactly(new JsonObject().put("key", "User-Agent").put("value", "Tests/1"));
        assertThat(headers.fieldNames()).noneMatch(name -> name.startsWith("perigee-"));
        return cf;
    }

    @Test
    void aViewerRequestEventHasItsFields() {
        JsonObject cf = event(EventType.VIEWER_REQUEST);

        assertThat(cf.fieldNames()).containsExactlyInAnyOrder("config", "request");
        JsonObject request = cf.getJsonObject("request");
        assertThat(request.fieldNames())
                .containsExactlyInAnyOrder("clientIp", "headers", "method", "querystring", "uri");
        JsonObject headers = request.getJsonObject("headers");
        assertThat(headers.getJsonArray("x-loud"))
                .containsExactly(
                        new JsonObject().put("key", "x-lOUD").put("value", "1"),
                        new JsonObject().put("key", "X-Loud").put("value", "2"));
        assertThat(headers.fieldNames()).contains("host").doesNotContain("cloudfront-viewer-country");
    }

    @Test
    void anOriginRequestEventHasTheOriginAndWhereTheViewerIs() {
        JsonObject cf = event(EventType.ORIGIN_REQUEST);

        assertThat(cf.fieldNames()).containsExactlyInAnyOrder("config", "request");
        JsonObject request = cf.getJsonObject("request");
        assertThat(request.fieldNames())
                .containsExactlyInAnyOrder("clientIp", "headers", "method", "origin", "querystring", "uri");
        assertThat(request.getJsonObject("headers").getJsonArray("cloudfront-viewer-country"))
                .containsExactly(
                        new JsonObject().put("key", "CloudFront-Viewer-Country").put("value", "JP"));
        JsonObject origin = request.getJsonObject("origin");
        assertThat(origin.fieldNames()).containsExactly("custom");
        JsonObject custom = origin.getJsonObject("custom");
        assertThat(custom.fieldNames())
                .containsExactlyInAnyOrder(
                        "customHeaders",
                        "domainName",
                        "keepaliveTimeout",
                        "path",
                        "port",
                        "protocol",
                        "readTimeout",
                        "sslProtocols");
        assertThat(custom.getString("domainName")).isEqualTo("127.0.0.1");
        assertThat(custom.getInteger("port")).isEqualTo(tiers.origin().port());
        assertThat(custom.getString("protocol")).isEqualTo("http");
        assertThat(custom.getString("path")).isEmpty();
        assertThat(custom.getInteger("readTimeout")).isEqualTo(30);
        assertThat(custom.getInteger("keepaliveTimeout")).isEqualTo(5);
        assertThat(custom.getJsonObject("customHeaders").fieldNames()).containsExactly("x-from");
    }

    @ParameterizedTest
    @EnumSource(
            value = EventType.class,
            names = {"ORIGIN_RESPONSE", "VIEWER_RESPONSE"})
    void aResponseEventHasTheRequestAndTheResponse(EventType point) {
        JsonObject cf = event(point);

        assertThat(cf.fieldNames()).containsExactlyInAnyOrder("config", "request", "response");
        JsonObject response = cf.getJsonObject("response");
        assertThat(response.fieldNames()).containsExactlyInAnyOrder("headers", "status", "statusDescription");
        assertThat(response.getString("status")).isEqualTo("200");
        assertThat(response.getString("statusDescription")).isEqualTo("OK");
        assertThat(response.getJsonObject("headers").getJsonArray("x-several"))
                .containsExactly(
                        new JsonObject().put("key", "X-Several").put("value", "1"),
                        new JsonObject().put("key", "X-Several").put("value", "2"));
    }

    private static final String ANSWERS_THE_BODY = """
            exports.handler = async (event) => {
              const body = event.Records[0].cf.request.body;
              return { status: '200', body: body ? JSON.stringify({ ...body, data: Buffer.from(body.data, 'base64').length }) : 'none' };
            };
            """;

    @ParameterizedTest
    @CsvSource({
        "VIEWER_REQUEST, 40960, 40960, false",
        "VIEWER_REQUEST, 40961, 40960, true",
        "ORIGIN_REQUEST, 1048576, 1048576, false",
        "ORIGIN_REQUEST, 1048577, 1048576, true"
    })
    void aBodyIsGivenInBase64UpToItsLimit(EventType point, int sent, int given, boolean truncated) {
        Site site = tiers.site(point, Program.node(ANSWERS_THE_BODY).withBody());

        Answered answer = site.send(site.ask("POST", "/").body(Buffer.buffer(new byte[sent])));

        assertThat(new JsonObject(answer.text()))
                .isEqualTo(new JsonObject()
                        .put("inputTruncated", truncated)
                        .put("action", "read-only")
                        .put("encoding", "base64")
                        .put("data", given));
    }

    @ParameterizedTest
    @EnumSource(
            value = EventType.class,
            names = {"VIEWER_REQUEST", "ORIGIN_REQUEST"})
    void aBodyThatIsNotAskedForIsNotGivenAndReachesTheOrigin(EventType point) {
        Site site = tiers.site(point, Program.node(ANSWERS_THE_BODY));
        assertThat(site.send(site.ask("POST", "/").body("hello")).text()).isEqualTo("none");

        Site passing = tiers.site(point, Program.python("""
                def handler(event, context):
                    return event['Records'][0]['cf']['request']
                """));
        assertThat(passing.send(passing.ask("POST", "/").body("hello")).text()).isEqualTo("from the origin: hello");
    }

    /** Does with the body what the query says. */
    private static final String REPLACES_THE_BODY = """
            exports.handler = async (event) => {
              const { request } = event.Records[0].cf;
              const [action, encoding, data] = request.querystring.split(',');
              Object.assign(request.body, { action, encoding, data });
              return request;
            };
            """;

    @ParameterizedTest
    @EnumSource(
            value = EventType.class,
            names = {"VIEWER_REQUEST", "ORIGIN_REQUEST"})
    void aBodyIsReplacedWhereTheActionSaysSo(EventType point) {
        Site site = tiers.site(point, Program.node(REPLACES_THE_BODY).withBody());

        assertThat(site.send(site.ask("POST", "/?replace,text,new").body("old")).text())
                .isEqualTo("from the origin: new");
        assertThat(site.send(site.ask("POST", "/?replace,base64,bmV3").body("old"))
                        .text())
                .isEqualTo("from the origin: new");
        assertThat(site.send(site.ask("POST", "/?read-only,text,new").body("old"))
                        .text())
                .isEqualTo("from the origin: old");
        assertThat(tiers.origin().lastRequest().header("Content-Length")).isEqualTo("3");
    }

    @Test
    void aTruncatedBodyThatIsLeftReachesTheOriginWhole() {
        Site site = tiers.site(
                EventType.VIEWER_REQUEST, Program.node(REPLACES_THE_BODY).withBody());

        String body = "b".repeat(100 * KIB);

        assertThat(site.send(site.ask("POST", "/?read-only,base64,x").body(body))
                        .text())
                .isEqualTo("from the origin: " + body);
        assertThat(site.send(site.ask("POST", "/?replace,text,mine").body(body)).text())
                .isEqualTo("from the origin: mine");
    }

    @Test
    void aResponseThatViewerRequestMadeIsDeliveredAsItIs() {
        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, (byte) 0xff};
        Site site = tiers.site(Map.of(
                EventType.VIEWER_REQUEST,
                Program.python("""
                        import base64
                        def handler(event, context):
                            if event['Records'][0]['cf']['request']['uri'] == '/text':
                                return {'status': 418, 'statusDescription': 'Short and stout', 'body': 'tea \\u2615',
                                        'headers': {'x-own': [{'key': 'X-Own', 'value': 'a'}, {'value': 'b'}]}}
                            return {'status': '200', 'bodyEncoding': 'base64',
                                    'headers': {'content-type': [{'value': 'image/png'}]},
                                    'body': base64.b64encode(bytes([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 255])).decode()}
                        """),
                EventType.VIEWER_RESPONSE,
                Program.node("exports.handler = async () => { throw new Error('not for generated responses'); };")));
        int before = tiers.origin().fetches();

        Answered text = site.get("/text");
        Answered binary = site.get("/binary");

        assertThat(text.status()).isEqualTo(418);
        assertThat(text.text()).isEqualTo("tea \u2615");
        assertThat(text.headers("X-Own")).containsExactly("a", "b");
        assertThat(text.header("X-Cache")).isEqualTo("LambdaGeneratedResponse from perigee");
        assertThat(binary.body().getBytes()).isEqualTo(picture);
        assertThat(binary.header("Content-Type")).isEqualTo("image/png");
        assertThat(tiers.origin().fetches()).isEqualTo(before);
    }

    @Test
    void aResponseThatOriginRequestMadeIsKeptInTheCache() {
        Site site = tiers.site(EventType.ORIGIN_REQUEST, Program.node("""
                let made = 0;
                exports.handler = async () => ({ status: '200', body: `made ${++made}`,
                  headers: { 'cache-control': [{ value: 'max-age=60' }] } });
                """));

        Answered first = site.get("/made");
        Answered second = site.get("/made");

        assertThat(first.text()).isEqualTo("made 1");
        assertThat(first.header("X-Cache")).isEqualTo("LambdaGeneratedResponse from perigee");
        assertThat(second.text()).isEqualTo("made 1");
        assertThat(second.header("X-Cache")).isEqualTo("Hit from perigee");
    }

    private static final String GOES_ELSEWHERE = """
            exports.handler = (event, context, callback) => {
              const { request } = event.Records[0].cf;
              request.origin = %s;
              request.headers.host = [{ key: 'Host', value: 'elsewhere.example' }];
              callback(null, request);
            };
            """;

    @Test
    void originRequestSendsTheRequestToAnotherCustomOrigin() {
        Vertx vertx = Vertx.vertx();
        try (FakeOrigin other = FakeOrigin.start(vertx)) {
            other.on("/base/a", Answer.ok("from elsewhere"));
            Site site = tiers.site(
                    EventType.ORIGIN_REQUEST, Program.node(GOES_ELSEWHERE.formatted("""
                    { custom: { domainName: '127.0.0.1', port: %d, protocol: 'http', path: '/base', readTimeout: 20,
                      keepaliveTimeout: 10, sslProtocols: ['TLSv1.2'], customHeaders: { 'x-key': [{ key: 'X-Key', value: 'k' }] } } }
                    """.formatted(other.port()))));

            assertThat(site.get("/a").text()).isEqualTo("from elsewhere");

            assertThat(other.lastRequest().header("X-Key")).isEqualTo("k");
            assertThat(other.lastRequest().header("X-From")).isNull();
            assertThat(other.lastRequest().header("Host")).isEqualTo("elsewhere.example");
        } finally {
            Await.get(vertx.close());
        }
    }

    @Test
    void originRequestSendsTheRequestToABucket() {
        tiers.origin().on("/bucket/a", Answer.ok("from the bucket"));
        Site site = tiers.site(
                EventType.ORIGIN_REQUEST,
                Program.node(
                        GOES_ELSEWHERE.formatted(
                                "{ s3: { domainName: '127.0.0.1', path: '/bucket', region: '', authMethod: 'none', customHeaders: {} } }")));

        assertThat(site.get("/a").text()).isEqualTo("from the bucket");
    }

    @Test
    void whatOriginResponseChangesIsKept() {
        Site site = tiers.site(EventType.ORIGIN_RESPONSE, Program.node("""
                let calls = 0;
                exports.handler = async (event) => {
                  const { response } = event.Records[0].cf;
                  response.status = 203;
                  response.headers['x-calls'] = [{ key: 'X-Calls', value: String(++calls) }];
                  delete response.headers['x-several'];
                  return response;
                };
                """));

        Answered miss = site.get("/changed");
        Answered hit = site.get("/changed");

        for (Answered answer : new Answered[] {miss, hit}) {
            assertThat(answer.status()).isEqualTo(203);
            assertThat(answer.header("X-Calls")).isEqualTo("1");
            assertThat(answer.headers("X-Several")).isEmpty();
            assertThat(answer.text()).isEqualTo("from the origin: ");
        }
        assertThat(hit.header("X-Cache")).isEqualTo("Hit from perigee");
    }

    @Test
    void viewerResponseRunsForHitsAndMissesAndForNoErrors() {
        Site site = tiers.site(EventType.VIEWER_RESPONSE, Program.node("""
                let calls = 0;
                exports.handler = async (event) => {
                  const { response } = event.Records[0].cf;
                  response.headers['x-calls'] = [{ key: 'X-Calls', value: String(++calls) }];
                  return response;
                };
                """));
        tiers.origin().on("/missing", Answer.status(404).body("no such page"));
        tiers.origin().on("/broken", Answer.status(500));

        assertThat(site.get("/delivered").header("X-Calls")).isEqualTo("1");
        assertThat(site.get("/missing").header("X-Calls")).isNull();
        assertThat(site.get("/broken").header("X-Calls")).isNull();
        Answered hit = site.get("/delivered");
        assertThat(hit.header("X-Calls")).isEqualTo("2");
        assertThat(hit.header("X-Cache")).isEqualTo("Hit from perigee");
    }

    @Test
    void allFourFunctionsRunInTheirOrder() {
        String marks = """
                exports.handler = async (event) => {
                  const { config, request, response } = event.Records[0].cf;
                  const headers = (response || request).headers;
                  const before = headers['x-marks'] ? headers['x-marks'][0].value + ', ' : '';
                  headers['x-marks'] = [{ key: 'X-Marks', value: before + config.eventType }];
                  return response || request;
                };
                """;
        tiers.origin()
                .on(
                        "/marked",
                        request -> Answer.ok("")
                                .with("Cache-Control", "max-age=60")
                                .with("X-Marks", String.valueOf(request.header("X-Marks"))));
        Site site = tiers.site(Map.of(
                EventType.VIEWER_REQUEST, Program.node(marks),
                EventType.ORIGIN_REQUEST, Program.node(marks),
                EventType.ORIGIN_RESPONSE, Program.node(marks),
                EventType.VIEWER_RESPONSE, Program.node(marks)));

        for (int i = 0; i < 2; i++) {
            assertThat(site.get("/marked").header("X-Marks"))
                    .isEqualTo("viewer-request, origin-request, origin-response, viewer-response");
        }
        assertThat(tiers.origin().fetches("/marked")).isEqualTo(1);
    }

    @Test
    void aBodyOfAnyBytesPassesThroughAFunctionThatInspectsIt() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        Site site = tiers.site(EventType.VIEWER_REQUEST, Program.python("""
                def handler(event, context):
                    request = event['Records'][0]['cf']['request']
                    request['headers']['x-body'] = [{'value': request['body']['data']}]
                    return request
                """).withBody());

        site.send(site.ask("PUT", "/").body(Buffer.buffer(bytes)));

        assertThat(tiers.origin().lastRequest().body().getBytes()).isEqualTo(bytes);
        assertThat(tiers.origin().lastRequest().header("X-Body"))
                .isEqualTo(Base64.getEncoder().encodeToString(bytes));
    }
}
