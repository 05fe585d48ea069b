package io.perigee.functions.lambda.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.BodySource;
import io.perigee.functions.CustomOrigin;
import io.perigee.functions.EventConfig;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.HeaderField;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.Origin;
import io.perigee.functions.RequestBody;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.S3Origin;
import io.perigee.functions.ViewerLocation;
import io.perigee.functions.runtime.CallFailure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A handler that gives back what it got has changed nothing, whatever it got; no document makes reading fail otherwise. */
class RoundTripProperties {
    @Property(tries = 300)
    void aRequestThatIsGivenBackIsTheRequest(@ForAll("requests") FunctionRequest request) {
        RequestEvent event = new RequestEvent(
                new EventConfig("d", "D", EventType.ORIGIN_REQUEST, "id"), ViewerLocation.UNKNOWN, request);
        JsonObject cf = cf(EventJson.of(event));
        RequestResult result =
                ResultJson.request(event, cf.getJsonObject("request").toBuffer());
        FunctionRequest after = ((RequestResult.Continue) result).request();
        assertThat(after.withHeaders(request.headers())).isEqualTo(request);
        assertSameLines(request.headers(), after.headers());
    }

    @Property(tries = 300)
    void aReplacedBodyIsItsBytes(@ForAll byte[] bytes) {
        FunctionRequest request = new FunctionRequest(
                "::1", "POST", "/", "", HeaderFields.empty(), new RequestBody(Buffer.buffer(bytes), false), null);
        RequestEvent event = new RequestEvent(
                new EventConfig("d", "D", EventType.VIEWER_REQUEST, "id"), ViewerLocation.UNKNOWN, request);
        JsonObject json = cf(EventJson.of(event)).getJsonObject("request");
        json.getJsonObject("body").put("action", "replace");
        RequestResult result = ResultJson.request(event, json.toBuffer());
        assertThat(((RequestResult.Continue) result).request()).isEqualTo(request);
    }

    @Property(tries = 300)
    void aResponseThatIsGivenBackIsTheResponse(
            @ForAll("headers") HeaderFields headers, @ForAll("statuses") int status) {
        FunctionResponse response = new FunctionResponse(status, "So", headers, null);
        ResponseEvent event = new ResponseEvent(
                new EventConfig("d", "D", EventType.ORIGIN_RESPONSE, "id"),
                ViewerLocation.UNKNOWN,
                new FunctionRequest("::1", "GET", "/", "", HeaderFields.empty(), null, null),
                response,
                BodySource.NONE);
        FunctionResponse after = ResultJson.response(
                event, cf(EventJson.of(event)).getJsonObject("response").toBuffer());
        assertThat(after.withHeaders(headers)).isEqualTo(response);
        assertSameLines(headers, after.headers());
    }

    @Property(tries = 500)
    void anyDocumentIsReadOrHasAViolation(@ForAll("documents") String document) {
        RequestEvent event = new RequestEvent(
                new EventConfig("d", "D", EventType.ORIGIN_REQUEST, "id"),
                ViewerLocation.UNKNOWN,
                new FunctionRequest("::1", "GET", "/", "", HeaderFields.empty(), null, null));
        try {
            assertThat(ResultJson.request(event, Buffer.buffer(document))).isNotNull();
        } catch (CallFailure.InvalidResult invalid) {
            assertThat(invalid.violation().field()).startsWith("re");
        }
    }

    private static JsonObject cf(Buffer event) {
        return new JsonObject(event).getJsonArray("Records").getJsonObject(0).getJsonObject("cf");
    }

    /** The lines of each name in order; names may come in another order, since a map has one entry for each. */
    private static void assertSameLines(HeaderFields before, HeaderFields after) {
        assertThat(after.fields()).containsExactlyInAnyOrderElementsOf(before.fields());
        for (HeaderField field : before) {
            assertThat(after.all(field.name())).isEqualTo(before.all(field.name()));
        }
    }

    @Provide
    Arbitrary<HeaderFields> headers() {
        Arbitrary<String> names = Arbitraries.of("X-One", "x-one", "Cookie", "ACCEPT", "x-two", "Via")
                .map(name -> name.length() % 2 == 0 ? name : name.toLowerCase(Locale.ROOT));
        Arbitrary<String> values = Arbitraries.strings().ofMaxLength(12);
        return Combinators.combine(names, values)
                .as(HeaderField::new)
                .list()
                .ofMaxSize(8)
                .map(HeaderFields::of);
    }

    @Provide
    Arbitrary<Integer> statuses() {
        return Arbitraries.integers().between(100, 599);
    }

    @Provide
    Arbitrary<FunctionRequest> requests() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(20);
        Arbitrary<RequestBody> bodies = Combinators.combine(
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(40), Arbitraries.of(true, false))
                .as((bytes, truncated) -> new RequestBody(Buffer.buffer(bytes), truncated));
        Arbitrary<Origin> customs = Combinators.combine(
                        Arbitraries.of(CustomOrigin.Protocol.values()),
                        Arbitraries.of("a.example", "b.example"),
                        Arbitraries.integers().between(1, 65_535),
                        headers(),
                        Arbitraries.integers().between(1, 60))
                .as((protocol, name, port, headers, seconds) -> new CustomOrigin(
                        name, port, protocol, "/p", Duration.ofSeconds(seconds), Duration.ofSeconds(5), headers))
                .filter(origin -> origin.customHeaders().size() <= 1)
                .map(Origin.class::cast);
        Arbitrary<Origin> buckets = Combinators.combine(
                        Arbitraries.of(S3Origin.AuthMethod.values()), Arbitraries.of("", "eu-west-1"))
                .as((method, region) -> new S3Origin("b.example", "", method, region, HeaderFields.empty()));
        Arbitrary<Origin> origins = Arbitraries.oneOf(customs, buckets);
        return Combinators.combine(
                        text.map(uri -> "/" + uri), text, headers(), bodies.injectNull(0.3), origins.injectNull(0.3))
                .as((uri, query, headers, body, origin) ->
                        new FunctionRequest("192.0.2.1", "POST", uri, query, headers, body, origin));
    }

    @Provide
    Arbitrary<String> documents() {
        Arbitrary<String> names = Arbitraries.of("uri", "status", "headers", "body", "origin", "querystring", "method");
        Arbitrary<String> values = Arbitraries.of(
                "null",
                "1",
                "-1",
                "1.5",
                "true",
                "\"\"",
                "\"200\"",
                "[]",
                "{}",
                "[1]",
                "[{}]",
                "{\"a\":[]}",
                "{\"a\":[{\"value\":\"\"}]}",
                "{\"custom\":{}}",
                "{\"s3\":null}",
                "{\"action\":\"replace\"}");
        return Combinators.combine(names, values)
                .as((name, value) -> '"' + name + "\":" + value)
                .list()
                .ofMaxSize(4)
                .map(fields -> '{' + String.join(",", fields) + '}');
    }
}
