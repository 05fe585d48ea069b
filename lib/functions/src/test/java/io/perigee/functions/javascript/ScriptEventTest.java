package io.perigee.functions.javascript;

import static io.perigee.functions.runtime.JavaScriptVersion.V1_0;
import static io.perigee.functions.runtime.JavaScriptVersion.V2_0;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.javascript.ScriptHost.Script;
import io.perigee.functions.testing.EventBuilder;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What handlers get, and what becomes of what they answer, by "CloudFront Functions event structure". */
class ScriptEventTest {
    private static ScriptHost host;

    @BeforeAll
    static void start() {
        host = new ScriptHost();
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static Script script(String body) {
        return host.deploy(V2_0, "function handler(event) { " + body + " }");
    }

    private static EventBuilder get(String target) {
        return EventBuilder.viewerRequest(target);
    }

    @Test
    void theEventOfARequestHasTheDocumentedFields() {
        Script echo = script("return {statusCode: 200, body: JSON.stringify(event)};");

        String body = echo.answers(
                        get("/media/index.mpd?ID=42&Exp=1619740800&TTL=1440&NoValue=&querymv=val1&querymv=val2,val3")
                                .header("Accept", "application/json")
                                .header("Accept", "text/html")
                                .header("X-Custom", "a, b")
                                .header("Connection", "keep-alive")
                                .header("X-Edge-Secret", "s")
                                .header("Cookie", "id=abc; loggedIn=; id=def"))
                .bodyText();

        assertThat(new JsonObject(body)).isEqualTo(new JsonObject("""
                                {"version": "1.0",
                                 "context": {"distributionDomainName": "d111111abcdef8.perigee.example",
                                             "distributionId": "EDFDVBD6EXAMPLE",
                                             "eventType": "viewer-request",
                                             "requestId": "test-request"},
                                 "viewer": {"ip": "192.0.2.1"},
                                 "request": {
                                   "method": "GET",
                                   "uri": "/media/index.mpd",
                                   "querystring": {
                                     "ID": {"value": "42"},
                                     "Exp": {"value": "1619740800"},
                                     "TTL": {"value": "1440"},
                                     "NoValue": {"value": ""},
                                     "querymv": {"value": "val1", "multiValue": [{"value": "val1"}, {"value": "val2,val3"}]}},
                                   "headers": {
                                     "host": {"value": "www.example.com"},
                                     "accept": {"value": "application/json",
                                                "multiValue": [{"value": "application/json"}, {"value": "text/html"}]},
                                     "x-custom": {"value": "a, b"}},
                                   "cookies": {
                                     "id": {"value": "abc", "multiValue": [{"value": "abc"}, {"value": "def"}]},
                                     "loggedIn": {"value": ""}}}}
                                """));
    }

    @Test
    void theEventOfAResponseHasStatusHeadersAndCookiesWithAttributes() {
        Script echo = script("event.response.headers['x-seen'] = {value: JSON.stringify(event.response)};"
                + "return event.response;");

        FunctionResponse response = echo.changes(EventBuilder.viewerResponse("/")
                .responseHeader("Content-Type", "text/html")
                .responseHeader(
                        "Set-Cookie",
                        "c1=v1; Secure; Path=/; Domain=example.com; Expires=Wed, 05 Apr 2021 07:28:00 GMT")
                .responseHeader("Set-Cookie", "c2=v2")
                .responseHeader("Set-Cookie", "c2=v3; HttpOnly"));

        assertThat(new JsonObject(response.header("X-Seen").orElseThrow())).isEqualTo(new JsonObject("""
                                {"statusCode": 200, "statusDescription": "OK",
                                 "headers": {"content-type": {"value": "text/html"}},
                                 "cookies": {
                                   "c1": {"value": "v1",
                                          "attributes": "Secure; Path=/; Domain=example.com; Expires=Wed, 05 Apr 2021 07:28:00 GMT"},
                                   "c2": {"value": "v2",
                                          "multiValue": [{"value": "v2"}, {"value": "v3", "attributes": "HttpOnly"}]}}}
                                """));
    }

    @Test
    void aRequestThatIsGivenBackAsItWasStaysByteForByte() {
        Script same = script("return event.request;");
        EventBuilder event = get("/a%20b/%C3%A9?z=1&a=%2F&10=x&9=y&&flag")
                .header("X-mIxEd", "1")
                .header("Cookie", "a=1;b=2")
                .header("Cookie", "c");

        assertThat(same.passes(event)).isEqualTo(event.toRequestEvent().request());
    }

    @Test
    void aChangedHeaderIsSpelledInCapitalsAndTheOthersStayAsTheyWere() {
        Script change = script("event.request.headers['x-custom-header'] = {value: 'example value'};"
                + "event.request.headers.accept.value = 'text/plain';"
                + "delete event.request.headers['x-gone']; return event.request;");

        FunctionRequest request = change.passes(get("/").header("X-mIxEd", "1")
                .header("ACCEPT", "*/*")
                .header("X-Gone", "1")
                .header("Upgrade", "h2c"));

        assertThat(request.headers().toString())
                .isEqualTo(
                        "[Host: www.example.com, X-mIxEd: 1, Accept: text/plain, Upgrade: h2c, X-Custom-Header: example value]");
    }

    @Test
    void aChangedMultiValueWinsOverValue() {
        Script change =
                script("const h = event.request.headers; h.a.multiValue.push({value: '3'}); h.a.value = 'ignored';"
                        + "h.b.value = 'first'; return event.request;");

        FunctionRequest request = change.passes(
                get("/").header("a", "1").header("a", "2").header("b", "1").header("b", "2"));

        assertThat(request.headers().all("a")).containsExactly("1", "2", "3");
        assertThat(request.headers().all("b")).containsExactly("first", "2");
    }

    @Test
    void aChangedQueryStringIsWrittenInTheOrderOfItsObject() {
        Script sort = script(
                "const q = event.request.querystring; const sorted = {}; Object.keys(q).sort().forEach(k => sorted[k] = q[k]);"
                        + "event.request.querystring = sorted; return event.request;");

        assertThat(sort.passes(get("/?z=1&a=%2F&m=1&m=2")).querystring()).isEqualTo("a=%2F&m=1&m=2&z=1");
    }

    @Test
    void aStringInPlaceOfTheQueryIsTheWholeQuery() {
        Script whole = script("event.request.querystring = 'b=ü&a'; return event.request;");

        assertThat(whole.passes(get("/?z=1")).querystring()).isEqualTo("b=%C3%BC&a");
    }

    @Test
    void cookiesAreWrittenInOneLine() {
        Script change = script(
                "event.request.cookies.b = {value: 'new'}; delete event.request.cookies.a; return event.request;");

        FunctionRequest request =
                change.passes(get("/").header("Cookie", "a=1; c=3").header("Cookie", "d=4"));

        assertThat(request.headers().all("Cookie")).containsExactly("c=3; d=4; b=new");
    }

    @Test
    void cookiesOfAResponseAreWrittenWithTheirAttributes() {
        Script change = script("event.response.cookies.id = {value: 'x', attributes: 'Secure; HttpOnly'};"
                + "event.response.cookies.old.attributes = 'Max-Age=0'; return event.response;");

        FunctionResponse response =
                change.changes(EventBuilder.viewerResponse("/").responseHeader("Set-Cookie", "old=1; Path=/"));

        assertThat(response.headers().all("Set-Cookie")).containsExactly("old=1; Max-Age=0", "id=x; Secure; HttpOnly");
    }

    @Test
    void aViewerRequestMayBeAnswered() {
        Script redirect = script("return {statusCode: 302, statusDescription: 'Found',"
                + "headers: {location: {value: 'https://example.com/de/'}},"
                + "cookies: {seen: {value: '1', attributes: 'Path=/'}}};");

        FunctionResponse response = redirect.answers(get("/"));

        assertThat(response.status()).isEqualTo(302);
        assertThat(response.statusDescription()).isEqualTo("Found");
        assertThat(response.headers().toString())
                .isEqualTo("[Set-Cookie: seen=1; Path=/, Location: https://example.com/de/]");
    }

    @Test
    void aBodyIsTextOrBase64() {
        assertThat(script("return {statusCode: 200, body: 'ä'};")
                        .answers(get("/"))
                        .bodyText())
                .isEqualTo("ä");
        assertThat(script("return {statusCode: 200, body: {encoding: 'text', data: 'x'}};")
                        .answers(get("/"))
                        .bodyText())
                .isEqualTo("x");
        assertThat(script("return {statusCode: 200, body: {encoding: 'base64', data: 'aGk='}};")
                        .answers(get("/"))
                        .bodyText())
                .isEqualTo("hi");
        assertInvalid("return {statusCode: 200, body: {encoding: 'base64', data: '%%'}};", "response.body.data");
        assertInvalid("return {statusCode: 200, body: {encoding: 'gzip', data: ''}};", "response.body.encoding");
        assertInvalid("return {statusCode: 200, body: 7};", "response.body");
    }

    @Test
    void aUriWithOtherCharactersIsSentAsUtf8() {
        assertThat(script("event.request.uri = '/é'; return event.request;")
                        .passes(get("/"))
                        .uri())
                .isEqualTo("/%C3%A9");
    }

    @Test
    void theRawQueryStringIsThereUnchanged() {
        Script raw = script("return {statusCode: 200, body: String(event.request.rawQueryString())};");

        assertThat(raw.answers(get("/page?name=J%20&age")).bodyText()).isEqualTo("name=J%20&age");
        assertThat(raw.answers(get("/page?")).bodyText()).isEmpty();
        assertThat(raw.answers(get("/page")).bodyText()).isEqualTo("undefined");
    }

    @Test
    void answersThatAreNoMessagesAreInvalid() {
        assertInvalid("", "the answer");
        assertInvalid("return null;", "the answer");
        assertInvalid("return 'yes';", "the answer");
        assertInvalid("event.request.uri = undefined; return event.request;", "request.uri");
        assertInvalid("event.request.uri = 'relative'; return event.request;", "request.uri");
        assertInvalid("event.request.method = 'POST'; return event.request;", "request.method");
        assertInvalid("event.request.headers.x = 'text'; return event.request;", "request.headers['x']");
        assertInvalid("event.request.headers.x = {}; return event.request;", "request.headers['x'].value");
        assertInvalid("event.request.headers['X-Y'] = {value: ''}; return event.request;", "headers['X-Y']");
        assertInvalid("event.request.headers.host = {value: 'other'}; return event.request;", "headers.Host");
        assertInvalid("delete event.request.headers.host; return event.request;", "headers.Host");
        assertInvalid("event.request.headers['x-cache'] = {value: 'Hit'}; return event.request;", "headers.X-Cache");
        assertInvalid("event.request.headers.via = {value: '1.1 x'}; return event.request;", "headers.Via");
        assertInvalid("event.request.cookies = 'a=1'; return event.request;", "request.cookies");
        assertInvalid("return {statusCode: '200'};", "response.statusCode");
        assertInvalid("return {statusCode: 200.5};", "response.statusCode");
        assertInvalid("return {statusCode: 99};", "response.status");
    }

    private static void assertInvalid(String body, String field) {
        FunctionFailure failure = script(body).fails(get("/"));
        assertThat(failure)
                .isInstanceOfSatisfying(
                        FunctionFailure.InvalidResult.class,
                        invalid -> assertThat(invalid.violation().field()).isEqualTo(field));
        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.resultType()).isEqualTo("FunctionExecutionError");
    }

    @Test
    void anErrorIsTheFunctionsAndNamesItsLine() {
        FunctionFailure failure = host.deploy(V1_0, "function handler(event) {\n  return event.nothing.here;\n}")
                .fails(get("/"));

        assertThat(failure).isInstanceOf(FunctionFailure.ExecutionError.class);
        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.resultType()).isEqualTo("FunctionExecutionError");
        assertThat(failure.message()).contains("TypeError", "function.js:2");
    }

    @Test
    void whatIsPrintedComesOutOncePerCallAndIsCutAtTenKilobytes() {
        script("console.log('one ' + 1); console.error({a: [1]}); return event.request;")
                .passes(get("/"));
        assertThat(host.printed())
                .hasSize(4)
                .contains("one 1", "{\"a\":[1]}")
                .last()
                .isEqualTo("END");
        assertThat(host.printed().getFirst()).startsWith("START DistributionID: E");

        script("for (let i = 0; i < 100; i++) console.log('flood'.repeat(100)); return event.request;")
                .passes(get("/"));
        assertThat(host.printed().stream()
                        .filter(line -> line.startsWith("flood"))
                        .mapToInt(String::length)
                        .sum())
                .isBetween(10_000, 10_240);
    }
}
