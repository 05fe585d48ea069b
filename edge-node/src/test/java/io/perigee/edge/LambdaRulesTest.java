package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.edge.LambdaTiers.Program;
import io.perigee.edge.LambdaTiers.Site;
import io.perigee.functions.EventType;
import io.perigee.functions.lambda.process.ProcessTable;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Await;
import io.perigee.testkit.Needs;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Lambda@Edge's functions must not answer, and what becomes of those that fail, through an edge and a regional cache
 * (<a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html">Restrictions on edge
 * functions</a>).
 */
@SuppressWarnings("NullAway.Init") // made before all tests
class LambdaRulesTest {
    /** Answers the event's message with the header that the query names, or without it. */
    private static final String SETS_HEADERS = """
            'use strict';
            exports.handler = async (event) => {
              const { request, response } = event.Records[0].cf;
              const asked = new URLSearchParams(request.querystring);
              const message = response || request;
              if (asked.get('set')) {
                message.headers[asked.get('set').toLowerCase()] = [{ key: asked.get('set'), value: asked.get('value') || 'x' }];
              }
              if (asked.get('remove')) {
                delete message.headers[asked.get('remove').toLowerCase()];
              }
              return message;
            };
            """;

    private static final Map<EventType, Site> SETTING_HEADERS = new EnumMap<>(EventType.class);
    private static LambdaTiers tiers;

    @BeforeAll
    static void start() {
        Needs.program("node", "nodejs");
        tiers = new LambdaTiers();
        tiers.origin().otherwise(request -> Answer.ok("from the origin").with("Via", "1.1 origin"));
        for (EventType point : EventType.values()) {
            SETTING_HEADERS.put(point, tiers.site(point, Program.node(SETS_HEADERS)));
        }
    }

    @AfterAll
    static void stop() {
        if (tiers != null) {
            tiers.close();
        }
    }

    private static Site settingHeaders(EventType point) {
        return Objects.requireNonNull(SETTING_HEADERS.get(point));
    }

    private static void assertFailed(Answered answer, int status, String result) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("X-Cache")).isEqualTo(result + " from perigee");
    }

    private static void assertInvalid(Answered answer, String logged) {
        assertFailed(answer, 502, "LambdaValidationError");
        assertThat(tiers.log()).contains(logged);
    }

    @ParameterizedTest
    @CsvSource({
        "VIEWER_REQUEST, Content-Length",
        "VIEWER_REQUEST, Host",
        "VIEWER_REQUEST, Transfer-Encoding",
        "VIEWER_REQUEST, Via",
        "VIEWER_REQUEST, CloudFront-Viewer-Country",
        "ORIGIN_REQUEST, Accept-Encoding",
        "ORIGIN_REQUEST, Content-Length",
        "ORIGIN_REQUEST, If-Modified-Since",
        "ORIGIN_REQUEST, If-None-Match",
        "ORIGIN_REQUEST, If-Range",
        "ORIGIN_REQUEST, If-Unmodified-Since",
        "ORIGIN_REQUEST, Transfer-Encoding",
        "ORIGIN_REQUEST, Via",
        "ORIGIN_RESPONSE, Transfer-Encoding",
        "ORIGIN_RESPONSE, Via",
        "VIEWER_RESPONSE, Warning",
        "VIEWER_RESPONSE, Via"
    })
    void aReadOnlyHeaderMustStay(EventType point, String name) {
        assertFailed(settingHeaders(point).get("/read-only?set=" + name), 502, "LambdaValidationError");
    }

    static Stream<Arguments> disallowed() {
        return Stream.of(EventType.values())
                .flatMap(point -> Stream.of(
                                "Connection",
                                "Expect",
                                "Keep-Alive",
                                "Proxy-Authenticate",
                                "Proxy-Authorization",
                                "Proxy-Connection",
                                "Trailer",
                                "Upgrade",
                                "X-Accel-Redirect",
                                "X-Amz-Cf-Id",
                                "X-Amzn-RequestId",
                                "X-Cache",
                                "X-Edge-Anything",
                                "X-Forwarded-Proto",
                                "X-Real-IP")
                        .map(name -> Arguments.of(point, name)));
    }

    @ParameterizedTest
    @MethodSource("disallowed")
    void aDisallowedHeaderMustNotBeAdded(EventType point, String name) {
        assertFailed(settingHeaders(point).get("/disallowed?set=" + name), 502, "LambdaValidationError");
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void anyOtherHeaderMayBeAdded(EventType point) {
        Answered answer = settingHeaders(point).get("/allowed?set=X-Own&value=" + point.label());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(point.isRequest() ? tiers.origin().lastRequest().header("X-Own") : answer.header("X-Own"))
                .isEqualTo(point.label());
    }

    @ParameterizedTest
    @CsvSource({
        "VIEWER_REQUEST, set=Host, headers.Host is 'x'",
        "ORIGIN_REQUEST, set=If-Range, headers.If-Range is 'x'",
        "ORIGIN_RESPONSE, remove=Via, headers.Via",
        "VIEWER_RESPONSE, set=X-Edge-Thing, headers.X-Edge-Thing is 'x'"
    })
    void theNodesLogNamesTheHeader(EventType point, String query, String logged) {
        Site site = tiers.site(point, Program.node(SETS_HEADERS));

        assertInvalid(site.get("/logged?" + query), logged);

        assertThat(tiers.log()).contains("gave an invalid result at " + point.label());
    }

    private static Site answering(EventType point, String expression) {
        return tiers.site(
                point,
                Program.node("exports.handler = async (event) => { const cf = event.Records[0].cf; return " + expression
                        + "; };"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VIEWER_REQUEST | ({ ...cf.request, method: 'PUT' }) | request.method is 'PUT'",
                "ORIGIN_REQUEST | ({ ...cf.request, method: 'PUT' }) | request.method is 'PUT'",
                "VIEWER_REQUEST | ({ ...cf.request, clientIp: '192.0.2.7' }) | request.clientIp is '192.0.2.7'",
                "VIEWER_REQUEST | ({ ...cf.request, uri: 'x' }) | request.uri is 'x'",
                "ORIGIN_REQUEST | ({ ...cf.request, uri: '/a b' }) | request.uri is '/a b'",
                "VIEWER_REQUEST | ({ ...cf.request, uri: '/' + 'u'.repeat(8000), querystring: 'q'.repeat(192) }) | request.uri is '8193 characters'",
                "VIEWER_REQUEST | ({ ...cf.request, querystring: 'a#b' }) | request.querystring is 'a#b'",
                "VIEWER_REQUEST | ({ ...cf.request, origin: { custom: { domainName: 'a.example', port: 80, protocol: 'http' } } }) | request.origin",
                "ORIGIN_REQUEST | ({ ...cf.request, origin: { custom: { ...cf.request.origin.custom, port: 81 } } }) | request.origin.custom.port is '81'",
                "ORIGIN_REQUEST | ({ ...cf.request, origin: { custom: { ...cf.request.origin.custom, path: 'x/' } } }) | request.origin.custom.path is 'x/'",
                "ORIGIN_REQUEST | ({ ...cf.request, origin: { custom: { ...cf.request.origin.custom, customHeaders: { cookie: [{ key: 'Cookie', value: 'a=b' }] } } } }) | request.origin.custom.customHeaders.Cookie",
                "VIEWER_REQUEST | ({ status: '200', body: 'x'.repeat(40 * 1024 + 1) }) | response is '40961 bytes'",
                "ORIGIN_REQUEST | ({ status: '200', body: 'x'.repeat(1024 * 1024 + 1) }) | response is '1048577 bytes'",
                "VIEWER_REQUEST | ({ status: '600' }) | response.status is '600'",
                "VIEWER_REQUEST | ({ status: '204', body: 'x' }) | response.body is '1 bytes'",
                "VIEWER_REQUEST | ({ status: '200', headers: { via: [{ value: 'me' }] } }) | headers.via is 'me'",
                "VIEWER_REQUEST | ({ status: '200', headers: { 'a b': [{ value: 'x' }] } }) | headers is 'a b'",
                "VIEWER_REQUEST | ({ status: '200', headers: { a: [{ key: 'B', value: 'x' }] } }) | response.headers.a[0].key is 'B'",
                "VIEWER_REQUEST | ({ status: '200', headers: { a: 'x' } }) | response.headers.a is 'x'",
                "VIEWER_REQUEST | ({ status: '200', body: '*', bodyEncoding: 'base64' }) | response.body is '*'",
                "VIEWER_REQUEST | ({ status: 'ok' }) | response.status is 'ok'",
                "VIEWER_REQUEST | undefined | result is 'null'",
                "VIEWER_REQUEST | String(1) | result is '1'",
                "ORIGIN_RESPONSE | ({ ...cf.response, status: '1000' }) | response.status is '1000'",
                "ORIGIN_RESPONSE | ({ ...cf.response, body: 'x'.repeat(1024 * 1024 + 1) }) | response is",
                "VIEWER_RESPONSE | ({ ...cf.response, status: '404', statusDescription: 'Not Found' }) | response.status is '404'",
                "VIEWER_RESPONSE | ({ ...cf.response, body: 'mine' }) | response.body is '4 bytes'"
            })
    void whatMustNotBeAnsweredIsAValidationErrorThatTheLogNames(EventType point, String expression, String logged) {
        assertInvalid(answering(point, expression).get("/a"), logged);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VIEWER_REQUEST | ({ status: '200', body: 'x'.repeat(40 * 1024) }) | 40960",
                "ORIGIN_REQUEST | ({ status: '200', body: 'x'.repeat(1024 * 1024) }) | 1048576",
                "ORIGIN_RESPONSE | ({ ...cf.response, headers: { via: cf.response.headers.via }, body: 'x'.repeat(1024 * 1000) }) | 1024000"
            })
    void aBodyAtItsLimitIsDelivered(EventType point, String expression, int length) {
        Answered answer = answering(point, expression).get("/a");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().length()).isEqualTo(length);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void aFunctionThatThrowsIsAnExecutionError(EventType point) {
        Site site = answering(point, "(() => { throw new RangeError('broken at ' + cf.config.eventType); })()");

        assertFailed(site.get("/a"), 502, "LambdaExecutionError");
        assertThat(tiers.log()).contains("RangeError: broken at " + point.label());
    }

    @Test
    void aProcessThatEndsIsAnExecutionErrorAndTheNextRequestGetsAnother() {
        Site site = answering(
                EventType.VIEWER_REQUEST, "cf.request.uri === '/end' ? process.exit(1) : ({ status: '204' })");

        assertFailed(site.get("/end"), 502, "LambdaExecutionError");
        assertThat(site.get("/a").status()).isEqualTo(204);
    }

    @ParameterizedTest
    @EnumSource(
            value = EventType.class,
            names = {"VIEWER_REQUEST", "ORIGIN_RESPONSE"})
    void aThrottledFunctionIsServiceUnavailable(EventType point) {
        Site site = answering(point, "cf.response || cf.request");
        assertThat(site.get("/before").status()).isEqualTo(200);

        tiers.throttle(site.functions().getFirst());

        assertFailed(site.get("/after"), 503, "LambdaLimitExceeded");
    }

    @ParameterizedTest
    @CsvSource({"VIEWER_REQUEST, 987611", "ORIGIN_REQUEST, 987612"})
    void aFunctionThatTakesTooLongIsKilledWithItsChildren(EventType point, String seconds) {
        Site site = tiers.site(point, Program.node("""
                const { spawn } = require('node:child_process');
                exports.handler = async () => {
                  spawn('setsid', ['sleep', '%s'], { detached: true, stdio: 'ignore' });
                  for (;;) { }
                };
                """.formatted(seconds)).within(1));

        assertFailed(site.get("/a"), 504, "LambdaExecutionError");

        assertThat(tiers.log()).contains("did not answer at " + point.label() + " within 1000 ms");
        Await.until(
                "no process sleeps " + seconds,
                () -> ProcessTable.read().entries().stream()
                        .noneMatch(entry -> ProcessHandle.of(entry.pid())
                                .flatMap(process -> process.info().commandLine())
                                .orElse("")
                                .contains(seconds)));
    }

    @Test
    void aFailureAtAnOriginEventIsKeptAsLongAsErrorsAre() {
        Site site = answering(EventType.ORIGIN_RESPONSE, "null");
        assertFailed(site.get("/kept"), 502, "LambdaValidationError");

        Answered again = site.get("/kept");

        assertThat(again.status()).isEqualTo(502);
        assertThat(again.header("X-Cache")).isEqualTo("Error from perigee");
        assertThat(tiers.origin().fetches("/kept")).isEqualTo(1);
    }

    @Test
    void aFailureAtAViewerEventIsNotKept() {
        Site site = answering(
                EventType.VIEWER_RESPONSE, "globalThis.failed ? cf.response : ((globalThis.failed = true), null)");
        tiers.origin().on("/once", Answer.ok("fine").with("Cache-Control", "max-age=60"));
        assertFailed(site.get("/once"), 502, "LambdaValidationError");

        assertThat(site.get("/once").text()).isEqualTo("fine");
        assertThat(tiers.origin().fetches("/once")).isEqualTo(1);
    }
}
