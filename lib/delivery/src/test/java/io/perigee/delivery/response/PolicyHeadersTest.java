package io.perigee.delivery.response;

import static io.perigee.delivery.Fixtures.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.distribution.ResponseHeadersPolicy;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.routing.AddedHeader;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyHeadersTest {

    private static Headers applied(String policy, RequestHead request, String... originHeaders) {
        ResponseHeadersPolicy parsed = Documents.parse("{id: p, " + policy + "}", ResponseHeadersPolicy.class)
                .orThrow();
        Headers.Builder response = Headers.of(originHeaders).toBuilder();
        PolicyHeaders.apply(parsed, AddedHeader.of(parsed), request, response);
        return response.build();
    }

    private static String cors(String origins, String more) {
        return "cors: {allowCredentials: false, allowHeaders: [X-A], allowMethods: [GET, PUT], allowOrigins: ["
                + origins + "], maxAge: 10m" + more + "}";
    }

    @Test
    void headersAreTakenAwayAndAdded() {
        Headers headers = applied(
                "removeHeaders: [server], customHeaders: [{name: X-Over, value: ours, override: true},"
                        + " {name: X-Under, value: ours, override: false}, {name: X-New, value: ours, override: false}]",
                get("/"),
                "Server",
                "apache",
                "x-over",
                "theirs",
                "X-Under",
                "theirs");

        assertThat(headers).isEqualTo(Headers.of("X-Over", "ours", "X-Under", "theirs", "X-New", "ours"));
    }

    @Test
    void securityHeadersAreWrittenAsBrowsersReadThem() {
        Headers headers = applied("""
                securityHeaders: {
                  contentSecurityPolicy: {contentSecurityPolicy: "default-src 'self'"},
                  contentTypeOptions: {},
                  frameOptions: {frameOption: DENY},
                  referrerPolicy: {referrerPolicy: same-origin},
                  strictTransportSecurity: {maxAge: 365d, includeSubdomains: true, preload: true},
                  xssProtection: {protection: true, reportUri: /report}}""", get("/"));

        assertThat(headers)
                .isEqualTo(Headers.of(
                        "Content-Security-Policy", "default-src 'self'",
                        "X-Content-Type-Options", "nosniff",
                        "X-Frame-Options", "DENY",
                        "Referrer-Policy", "same-origin",
                        "Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload",
                        "X-XSS-Protection", "1; report=/report"));
    }

    @Test
    void theOriginsSecurityHeaderStaysWhereThePolicyDoesNotOverride() {
        assertThat(applied(
                        "securityHeaders: {frameOptions: {frameOption: DENY, override: false}}",
                        get("/"),
                        "X-Frame-Options",
                        "SAMEORIGIN"))
                .isEqualTo(Headers.of("X-Frame-Options", "SAMEORIGIN"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'\"*\"', https://a.example, *",
                "https://a.example, https://a.example, https://a.example",
                "https://a.example, HTTPS://A.example, HTTPS://A.example",
                "a.example, http://a.example, http://a.example",
                "'https://*.example', https://x.example, https://x.example",
                "'https://*.example', https://.example, -",
                "https://a.example, http://a.example, -",
                "https://a.example, https://a.example.evil, -",
                "'\"*.example\"', null, -"
            })
    void anOriginIsAllowedByItsNameOrAPattern(String allowed, String origin, @Nullable String answered) {
        Headers headers = applied(cors(allowed, ""), get("/", "Origin", origin));

        assertThat(headers.first("Access-Control-Allow-Origin")).isEqualTo(answered);
        assertThat(headers.combined("Vary")).isEqualTo("*".equals(answered) ? null : "Origin");
    }

    @Test
    void aRequestFromTheSameSiteGetsNoCorsHeaders() {
        assertThat(applied(cors("'*'", ""), get("/"))).isEqualTo(Headers.of());
    }

    @Test
    void aPreflightLearnsMethodsHeadersAndForHowLong() {
        RequestHead preflight = new RequestHead(
                "OPTIONS", "/", Headers.of("Origin", "https://a.example", "Access-Control-Request-Method", "PUT"));

        assertThat(applied(cors("'*'", ""), preflight))
                .isEqualTo(Headers.of(
                        "Access-Control-Allow-Origin", "*",
                        "Access-Control-Allow-Methods", "GET, PUT",
                        "Access-Control-Allow-Headers", "X-A",
                        "Access-Control-Max-Age", "600"));
    }

    @Test
    void otherRequestsLearnWhatScriptsMayRead() {
        assertThat(applied(cors("'*'", ", exposeHeaders: [X-B, X-C]"), get("/", "Origin", "https://a.example")))
                .isEqualTo(Headers.of("Access-Control-Allow-Origin", "*", "Access-Control-Expose-Headers", "X-B, X-C"));
    }

    @ParameterizedTest
    @CsvSource({"true, https://a.example", "false, https://theirs.example"})
    void theOriginsCorsHeadersStayWhereThePolicyDoesNotOverride(boolean override, String answered) {
        Headers headers = applied(
                cors("https://a.example", ", originOverride: " + override),
                get("/", "Origin", "https://a.example"),
                "Access-Control-Allow-Origin",
                "https://theirs.example");

        assertThat(headers.all("Access-Control-Allow-Origin")).containsExactly(answered);
    }

    @Test
    void credentialsAreAllowedToNamedOriginsOnly() {
        Headers headers = applied(
                "cors: {allowCredentials: true, allowHeaders: [X-A], allowMethods: [GET], allowOrigins: [https://a.example]}",
                get("/", "Origin", "https://a.example"));

        assertThat(headers.first("Access-Control-Allow-Origin")).isEqualTo("https://a.example");
        assertThat(headers.first("Access-Control-Allow-Credentials")).isEqualTo("true");
    }
}
