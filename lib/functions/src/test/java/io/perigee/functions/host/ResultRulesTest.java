package io.perigee.functions.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.CustomOrigin;
import io.perigee.functions.CustomOrigin.Protocol;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.OriginChoice;
import io.perigee.functions.S3Origin;
import io.perigee.functions.S3Origin.AuthMethod;
import io.perigee.functions.Violation;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultRulesTest {
    private static final int MIB = 1 << 20;
    private static final CustomOrigin ORIGIN = CustomOrigin.of(Protocol.HTTPS, "origin.example.com", 443);
    private static final FunctionRequest REQUEST = new FunctionRequest(
            "192.0.2.1",
            "GET",
            "/a",
            "x=1",
            HeaderFields.of("Host", "example.com", "Via", "1.1 viewer", "X-Cache", "from viewer"),
            null,
            ORIGIN);
    private static final FunctionResponse RESPONSE = FunctionResponse.of(200, "OK")
            .withHeader("Content-Encoding", "gzip")
            .withHeader("Content-Length", "10")
            .withHeader("Via", "1.1 origin");

    private final ResultRules rules = new ResultRules(MIB);

    private String field(@Nullable Violation violation) {
        return Objects.requireNonNull(violation, "no violation").field();
    }

    private void assertRequestRefused(EventType type, FunctionRequest after, String field) {
        assertThat(field(rules.checkRequest(FunctionTier.LAMBDA, type, REQUEST, after)))
                .isEqualTo(field);
    }

    private void assertRequestFits(EventType type, FunctionRequest after) {
        assertThat(rules.checkRequest(FunctionTier.LAMBDA, type, REQUEST, after))
                .isNull();
    }

    @Test
    void whatWasLeftAsItWasIsNotJudged() {
        FunctionRequest odd =
                REQUEST.withUri("no slash").withQuerystring("a b#").withHeader("bad name", "a\nb");

        for (EventType type : List.of(EventType.VIEWER_REQUEST, EventType.ORIGIN_REQUEST)) {
            assertThat(rules.checkRequest(FunctionTier.LAMBDA, type, odd, odd)).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "VIEWER_REQUEST,Host",
        "VIEWER_REQUEST,Content-Length",
        "VIEWER_REQUEST,transfer-encoding",
        "VIEWER_REQUEST,VIA",
        "ORIGIN_REQUEST,Accept-Encoding",
        "ORIGIN_REQUEST,Content-Length",
        "ORIGIN_REQUEST,If-Modified-Since",
        "ORIGIN_REQUEST,If-None-Match",
        "ORIGIN_REQUEST,If-Range",
        "ORIGIN_REQUEST,If-Unmodified-Since",
        "ORIGIN_REQUEST,Range",
        "ORIGIN_REQUEST,Transfer-Encoding",
        "ORIGIN_REQUEST,Via"
    })
    void readOnlyRequestHeadersCannotBeSet(EventType type, String header) {
        assertRequestRefused(type, REQUEST.withHeader(header, "changed"), "headers." + header);
    }

    @ParameterizedTest
    @CsvSource({
        "ORIGIN_RESPONSE,Transfer-Encoding",
        "ORIGIN_RESPONSE,Via",
        "VIEWER_RESPONSE,Warning",
        "VIEWER_RESPONSE,Via"
    })
    void readOnlyResponseHeadersCannotBeSet(EventType type, String header) {
        FunctionResponse after = RESPONSE.withHeader(header, "changed");

        assertThat(field(rules.checkResponse(FunctionTier.LAMBDA, type, RESPONSE, after)))
                .isEqualTo("headers." + header);
    }

    @Test
    void readOnlyHeadersCannotBeRemoved() {
        assertRequestRefused(EventType.VIEWER_REQUEST, REQUEST.withoutHeader("via"), "headers.Via");
        assertThat(rules.checkResponse(
                        FunctionTier.LAMBDA, EventType.VIEWER_RESPONSE, RESPONSE, RESPONSE.withoutHeader("Via")))
                .hasToString("headers.Via is '', expected it unchanged: it is read-only at viewer-response");
    }

    @Test
    void whatIsReadOnlyAtOnePointMayChangeAtAnother() {
        assertRequestFits(EventType.ORIGIN_REQUEST, REQUEST.withHeader("Host", "other.example.com"));
        assertThat(rules.checkResponse(
                        FunctionTier.LAMBDA,
                        EventType.ORIGIN_RESPONSE,
                        RESPONSE,
                        RESPONSE.withoutHeader("Content-Encoding")))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Expect",
                "Keep-Alive",
                "Proxy-Authenticate",
                "Proxy-Authorization",
                "Proxy-Connection",
                "Trailer",
                "Upgrade",
                "X-Accel-Buffering",
                "X-Accel-Charset",
                "X-Accel-Limit-Rate",
                "X-Accel-Redirect",
                "X-Amz-Cf-Id",
                "x-amz-cf-anything",
                "X-Amzn-RequestId",
                "X-Edge-Location",
                "X-Forwarded-Proto",
                "X-Real-IP",
                "Perigee-Auth",
                "perigee-distribution"
            })
    void disallowedHeadersCannotBeAddedAnywhere(String header) {
        String field = "headers." + header;

        assertRequestRefused(EventType.VIEWER_REQUEST, REQUEST.withHeader(header, "a"), field);
        assertRequestRefused(EventType.ORIGIN_REQUEST, REQUEST.withHeader(header, "a"), field);
        FunctionResponse after = RESPONSE.withHeader(header, "a");
        assertThat(field(rules.checkResponse(FunctionTier.LAMBDA, EventType.ORIGIN_RESPONSE, RESPONSE, after)))
                .isEqualTo(field);
        assertThat(field(rules.checkResponse(FunctionTier.LAMBDA, EventType.VIEWER_RESPONSE, RESPONSE, after)))
                .isEqualTo(field);
        FunctionResponse generated = FunctionResponse.of(200, "OK").withHeader(header, "a");
        assertThat(field(rules.checkGenerated(EventType.VIEWER_REQUEST, generated)))
                .isEqualTo(field);
    }

    @Test
    void aDisallowedHeaderThatWasThereMayStayOrGoButNotChange() {
        assertRequestFits(EventType.VIEWER_REQUEST, REQUEST.withHeader("X-Other", "1"));
        assertRequestFits(EventType.VIEWER_REQUEST, REQUEST.withoutHeader("X-Cache"));
        assertRequestRefused(EventType.VIEWER_REQUEST, REQUEST.withHeader("X-Cache", "mine"), "headers.X-Cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: b", "a\nb", "\u0000", "\u007f", "snow \u2603"})
    void headerValuesCannotBreakTheMessage(String value) {
        assertRequestRefused(EventType.VIEWER_REQUEST, REQUEST.withHeader("X-A", value), "headers.X-A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a\r\nb", "ä"})
    void headerNamesAreTokens(String name) {
        assertRequestRefused(EventType.VIEWER_REQUEST, REQUEST.withHeader(name, "a"), "headers");
    }

    @Test
    void allHeadersTogetherHaveALimit() {
        String most = "a".repeat(HeaderRules.MAX_TOTAL_LENGTH - 3);
        FunctionResponse fits = FunctionResponse.of(200, "OK").withHeader("X-A", most);

        assertThat(rules.checkGenerated(EventType.ORIGIN_REQUEST, fits)).isNull();
        assertThat(rules.checkGenerated(EventType.ORIGIN_REQUEST, fits.withHeader("X-B", "")))
                .hasToString("headers is '32771 characters', expected 32768 characters or less in all");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "b", "http://b/", "/a b", "/a?b", "/a#b", "/ä", "/a/../b", "/./a", "/%2e%2E/a", "/.."})
    void aUriIsAnEncodedPath(String uri) {
        assertRequestRefused(EventType.VIEWER_REQUEST, REQUEST.withUri(uri), "request.uri");
    }

    @Test
    void uriAndQueryTogetherHaveALimit() {
        assertRequestFits(EventType.VIEWER_REQUEST, REQUEST.withUri("/" + "a".repeat(8_187)));
        assertRequestRefused(EventType.VIEWER_REQUEST, REQUEST.withUri("/" + "a".repeat(8_188)), "request.uri");
        assertRequestRefused(EventType.VIEWER_REQUEST, REQUEST.withQuerystring("a".repeat(8_190)), "request.uri");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a#b", "a\nb", "ä"})
    void aQueryStringIsEncoded(String query) {
        assertRequestRefused(EventType.VIEWER_REQUEST, REQUEST.withQuerystring(query), "request.querystring");
    }

    @Test
    void methodAndAddressAreReadOnly() {
        assertRequestRefused(
                EventType.VIEWER_REQUEST,
                new FunctionRequest("192.0.2.1", "PUT", "/a", "x=1", REQUEST.headers(), null, ORIGIN),
                "request.method");
        assertRequestRefused(
                EventType.VIEWER_REQUEST,
                new FunctionRequest("192.0.2.9", "GET", "/a", "x=1", REQUEST.headers(), null, ORIGIN),
                "request.clientIp");
    }

    @Test
    void aRequestBodyHasTheLimitOfItsPoint() {
        FunctionRequest large = REQUEST.withBody(Buffer.buffer(new byte[MIB + 1]));

        assertThat(bodyLength(rules.cutOff(EventType.VIEWER_REQUEST, REQUEST, large)))
                .isEqualTo(40 * 1024);
        assertThat(bodyLength(rules.cutOff(EventType.ORIGIN_REQUEST, REQUEST, large)))
                .isEqualTo(MIB);
        assertThat(rules.cutOff(EventType.VIEWER_REQUEST, large, large)).isSameAs(large);
        assertRequestFits(EventType.VIEWER_REQUEST, large);
    }

    private static int bodyLength(FunctionRequest request) {
        return Objects.requireNonNull(request.body()).data().length();
    }

    @Test
    void aCloudFrontFunctionHasNoBodyToReplace() {
        assertThat(field(rules.checkRequest(
                        FunctionTier.CLOUDFRONT_FUNCTION,
                        EventType.VIEWER_REQUEST,
                        REQUEST,
                        REQUEST.withBody(Buffer.buffer("a")))))
                .isEqualTo("request.body");
    }

    @Test
    void theViewersCountryCannotBeMadeUpAtViewerRequest() {
        FunctionRequest after = REQUEST.withHeader("CloudFront-Viewer-Country", "DE");

        assertRequestRefused(EventType.VIEWER_REQUEST, after, "headers.CloudFront-Viewer-Country");
        assertRequestFits(EventType.ORIGIN_REQUEST, after);
        assertThat(rules.checkRequest(FunctionTier.LAMBDA, EventType.VIEWER_REQUEST, after, after))
                .isNull();
    }

    @Test
    void onlyOriginRequestChoosesTheOrigin() {
        FunctionRequest elsewhere = REQUEST.withOrigin(ORIGIN.withDomainName("other.example.com"));

        assertRequestFits(EventType.ORIGIN_REQUEST, elsewhere);
        assertRequestRefused(EventType.VIEWER_REQUEST, elsewhere, "request.origin");
    }

    @Test
    void onlyCloudFrontFunctionsChooseOneBeforeTheCacheIsLookedAt() {
        OriginChoice choice = new OriginChoice.Selected(new OriginChoice.ById("b", OriginChoice.Names.OWN));

        assertThat(rules.checkChoice(
                        FunctionTier.CLOUDFRONT_FUNCTION,
                        EventType.VIEWER_REQUEST,
                        choice,
                        REQUEST.headers(),
                        known -> true))
                .isNull();
        assertThat(field(rules.checkChoice(
                        FunctionTier.VERTICLE, EventType.VIEWER_REQUEST, choice, REQUEST.headers(), known -> true)))
                .isEqualTo("origin");
        assertThat(field(rules.checkChoice(
                        FunctionTier.LAMBDA, EventType.ORIGIN_REQUEST, choice, REQUEST.headers(), known -> true)))
                .isEqualTo("origin");
    }

    @Test
    void anOriginHasValuesThatCanBeUsed() {
        assertOriginRefused(ORIGIN.withDomainName(""), "domainName");
        assertOriginRefused(ORIGIN.withDomainName("http://x"), "domainName");
        assertOriginRefused(ORIGIN.withDomainName("a b"), "domainName");
        assertOriginRefused(ORIGIN.withPort(0), "port");
        assertOriginRefused(ORIGIN.withPort(65_536), "port");
        assertOriginRefused(ORIGIN.withPath("a"), "path");
        assertOriginRefused(ORIGIN.withPath("/a/"), "path");
        assertOriginRefused(ORIGIN.withPath("/../a"), "path");
        assertOriginRefused(timeouts(Duration.ofMillis(999), Duration.ofSeconds(5)), "readTimeout");
        assertOriginRefused(timeouts(Duration.ofSeconds(121), Duration.ofSeconds(5)), "readTimeout");
        assertOriginRefused(timeouts(Duration.ofSeconds(30), Duration.ofSeconds(121)), "keepaliveTimeout");
        assertOriginRefused(ORIGIN.withPort(1023), "port");
        assertOriginRefused(ORIGIN.withDomainName("a".repeat(254)), "domainName");
        assertOriginRefused(ORIGIN.withDomainName("example.com:80"), "domainName");
        assertOriginRefused(ORIGIN.withSslProtocols(List.of()), "sslProtocols");
        assertRequestFits(
                EventType.ORIGIN_REQUEST,
                REQUEST.withOrigin(ORIGIN.withDomainName("192.0.2.7").withPort(8080)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Perigee-Auth", "Cookie", "Host", "Proxy-Anything", "X-Amz-Date", "X-Edge-A", "Via", "X-Here"})
    void whatOriginsGetByOtherRulesIsNoCustomHeader(String header) {
        FunctionRequest request = REQUEST.withHeader("X-Here", "1");
        Violation violation = rules.checkRequest(
                FunctionTier.LAMBDA,
                EventType.ORIGIN_REQUEST,
                request,
                request.withOrigin(ORIGIN.withCustomHeader(header, "a")));

        assertThat(field(violation)).isEqualTo("request.origin.custom.customHeaders." + header);
    }

    @Test
    void anOriginMayBecomeABucketThatAnswersEverybody() {
        S3Origin bucket = new S3Origin("b.s3.amazonaws.com", "/p", AuthMethod.NONE, "", HeaderFields.empty());

        assertRequestFits(EventType.ORIGIN_REQUEST, REQUEST.withOrigin(bucket));
        assertRequestRefused(
                EventType.ORIGIN_REQUEST,
                REQUEST.withOrigin(bucket.withAuthMethod(AuthMethod.ORIGIN_ACCESS_IDENTITY, "us-east-1")),
                "request.origin.s3.authMethod");
        assertRequestRefused(
                EventType.ORIGIN_REQUEST,
                REQUEST.withOrigin(bucket.withDomainName("B.s3.amazonaws.com")),
                "request.origin.s3.domainName");
        assertRequestRefused(
                EventType.ORIGIN_REQUEST, REQUEST.withOrigin(bucket.withPath("p")), "request.origin.s3.path");
    }

    @Test
    void aBucketsIdentityStaysAndNeedsItsRegion() {
        S3Origin own = new S3Origin(
                "b.s3.amazonaws.com", "", AuthMethod.ORIGIN_ACCESS_IDENTITY, "us-east-1", HeaderFields.empty());
        FunctionRequest request = REQUEST.withOrigin(own);

        assertThat(rules.checkRequest(
                        FunctionTier.LAMBDA,
                        EventType.ORIGIN_REQUEST,
                        request,
                        request.withOrigin(own.withDomainName("c.s3.amazonaws.com"))))
                .isNull();
        assertThat(field(rules.checkRequest(
                        FunctionTier.LAMBDA,
                        EventType.ORIGIN_REQUEST,
                        request,
                        request.withOrigin(own.withAuthMethod(AuthMethod.ORIGIN_ACCESS_IDENTITY, "")))))
                .isEqualTo("request.origin.s3.region");
    }

    private static CustomOrigin timeouts(Duration read, Duration keepalive) {
        return ORIGIN.withTimeouts(read, keepalive);
    }

    private void assertOriginRefused(CustomOrigin origin, String field) {
        assertRequestRefused(EventType.ORIGIN_REQUEST, REQUEST.withOrigin(origin), "request.origin.custom." + field);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 199, 600, 999})
    void aStatusIsFrom200To599(int status) {
        assertThat(field(rules.checkGenerated(EventType.VIEWER_REQUEST, FunctionResponse.of(status, ""))))
                .isEqualTo("response.status");
        assertThat(field(rules.checkResponse(
                        FunctionTier.LAMBDA, EventType.ORIGIN_RESPONSE, RESPONSE, RESPONSE.withStatus(status, ""))))
                .isEqualTo("response.status");
    }

    @Test
    void aStatusDescriptionIsOneLine() {
        assertThat(field(rules.checkGenerated(EventType.VIEWER_REQUEST, FunctionResponse.of(200, "OK\r\nX: y"))))
                .isEqualTo("response.statusDescription");
    }

    @Test
    void statusesWithoutContentHaveNoBody() {
        FunctionResponse odd = FunctionResponse.of(204, "No Content").withBody(Buffer.buffer("a"));

        assertThat(field(rules.checkGenerated(EventType.VIEWER_REQUEST, odd))).isEqualTo("response.body");
    }

    @Test
    void aGeneratedResponseHasTheLimitOfItsPointHeadersIncluded() {
        FunctionResponse most =
                FunctionResponse.of(200, "OK").withHeader("X-A", "1").withBody(Buffer.buffer(new byte[40 * 1024 - 4]));

        assertThat(rules.checkGenerated(EventType.VIEWER_REQUEST, most)).isNull();
        assertThat(rules.checkGenerated(EventType.VIEWER_REQUEST, most.withHeader("X-A", "12")))
                .hasToString("response is '40961 bytes', expected 40960 bytes or less");
        assertThat(rules.checkGenerated(EventType.ORIGIN_REQUEST, most.withBody(Buffer.buffer(new byte[MIB - 4]))))
                .isNull();
        assertThat(rules.checkGenerated(EventType.ORIGIN_REQUEST, most.withBody(Buffer.buffer(new byte[MIB]))))
                .isNotNull();
    }

    @Test
    void aGeneratedResponseLeavesItsFramingToTheNode() {
        for (String header : List.of("Content-Length", "Transfer-Encoding", "Via")) {
            FunctionResponse response = FunctionResponse.of(200, "OK").withHeader(header, "1");
            assertThat(field(rules.checkGenerated(EventType.VIEWER_REQUEST, response)))
                    .isEqualTo("headers." + header);
        }
    }

    @Test
    void viewerResponseChangesNeitherStatusNorBody() {
        assertThat(field(rules.checkResponse(
                        FunctionTier.LAMBDA, EventType.VIEWER_RESPONSE, RESPONSE, RESPONSE.withStatus(404, ""))))
                .isEqualTo("response.status");
        assertThat(field(rules.checkResponse(
                        FunctionTier.LAMBDA,
                        EventType.VIEWER_RESPONSE,
                        RESPONSE,
                        RESPONSE.withBody(Buffer.buffer("a")))))
                .isEqualTo("response.body");
    }

    @Test
    void aCloudFrontFunctionChangesBothAtViewerResponse() {
        FunctionResponse after = RESPONSE.withStatus(404, "").withBody(Buffer.buffer("gone"));

        assertThat(rules.checkResponse(FunctionTier.CLOUDFRONT_FUNCTION, EventType.VIEWER_RESPONSE, RESPONSE, after))
                .isNull();
    }

    @Test
    void originResponseMayChangeBoth() {
        FunctionResponse after = RESPONSE.withStatus(404, "Not Found").withBody(Buffer.buffer("gone"));

        assertThat(rules.checkResponse(FunctionTier.LAMBDA, EventType.ORIGIN_RESPONSE, RESPONSE, after))
                .isNull();
        assertThat(field(rules.checkResponse(
                        FunctionTier.LAMBDA,
                        EventType.ORIGIN_RESPONSE,
                        RESPONSE,
                        RESPONSE.withBody(Buffer.buffer(new byte[MIB + 1])))))
                .isEqualTo("response");
    }
}
