package io.perigee.delivery.key;

import static io.perigee.delivery.Fixtures.behavior;
import static io.perigee.delivery.Fixtures.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginRequestsTest {

    private static final Map<String, String> MADE_BY_THE_NETWORK =
            Map.of("cloudfront-viewer-country", "DE", "cloudfront-is-mobile-viewer", "false");

    private static RequestHead sent(@Nullable String originRequestPolicy, RequestHead viewer) {
        return sent("comment: ''", originRequestPolicy, viewer);
    }

    private static RequestHead sent(String cachePolicy, @Nullable String originRequestPolicy, RequestHead viewer) {
        CompiledBehavior behavior = behavior(cachePolicy, originRequestPolicy);
        return OriginRequests.of(behavior, viewer, name -> {
            String lower = name.toLowerCase(java.util.Locale.ROOT);
            return lower.startsWith("cloudfront-")
                    ? MADE_BY_THE_NETWORK.get(lower)
                    : viewer.headers().combined(name);
        });
    }

    @Test
    void withoutPoliciesTheOriginGetsThePathAlone() {
        RequestHead sent = sent(
                null,
                get(
                        "/a?x=1",
                        "Host",
                        "www",
                        "Cookie",
                        "a=1",
                        "User-Agent",
                        "curl",
                        "Accept-Encoding",
                        "gzip",
                        "X",
                        "1"));

        assertThat(sent.method()).isEqualTo("GET");
        assertThat(sent.target()).isEqualTo("/a");
        assertThat(sent.headers()).isEqualTo(Headers.of("User-Agent", "Perigee"));
    }

    @Test
    void whatDescribesTheBodyOrMakesTheRequestConditionalAlwaysGoes() {
        RequestHead viewer = new RequestHead(
                "PUT",
                "/a",
                Headers.of(
                        "Content-Type",
                        "text/plain",
                        "Content-Length",
                        "3",
                        "If-Match",
                        "\"a\"",
                        "Range",
                        "bytes=0-1"));

        assertThat(sent(null, viewer).headers().entries())
                .containsAll(viewer.headers().entries());
    }

    @Test
    void theOriginGetsWhatIsInTheKey() {
        RequestHead sent = sent(
                "headers: {behavior: allowlist, items: [X-Group]}, cookies: {behavior: allowlist, items: [a]},"
                        + " queryStrings: {behavior: allowlist, items: [x]}",
                null,
                get("/a?x=1&y=2", "x-group", "1", "X-Other", "2", "Cookie", "a=1; b=2"));

        assertThat(sent.target()).isEqualTo("/a?x=1");
        assertThat(sent.headers().first("X-Group")).isEqualTo("1");
        assertThat(sent.headers().first("Cookie")).isEqualTo("a=1");
        assertThat(sent.headers().contains("X-Other")).isFalse();
    }

    @Test
    void theOriginRequestPolicyAddsToTheKey() {
        RequestHead sent = sent(
                "cookies: {behavior: allowlist, items: [a]}, queryStrings: {behavior: allowlist, items: [x]}",
                "headers: {behavior: allowlist, items: [X-Other]}, cookies: {behavior: allowlist, items: [b]},"
                        + " queryStrings: {behavior: allowlist, items: [z]}",
                get("/a?z=3&y=2&x=1", "X-Other", "2", "Cookie", "b=2; c=3; a=1"));

        assertThat(sent.target()).isEqualTo("/a?z=3&x=1");
        assertThat(sent.headers().first("X-Other")).isEqualTo("2");
        assertThat(sent.headers().first("Cookie")).isEqualTo("b=2; a=1");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'behavior: none', -",
                "'behavior: all', 'a=1; b={x, y}; c=3'",
                "'behavior: allowlist, items: [b]', 'b={x, y}'",
                "'behavior: allExcept, items: [b]', 'a=1; c=3'"
            })
    void cookiesAreSelectedAndStayAsTheyAre(String selection, String cookies) {
        RequestHead sent = sent(
                "cookies: {behavior: none}",
                "cookies: {" + selection + "}",
                get("/", "Cookie", "a=1; b={x, y}", "Cookie", "c=3"));

        assertThat(sent.headers().combined("Cookie")).isEqualTo(cookies);
        assertThat(sent.headers().count("Cookie")).isEqualTo(cookies == null ? 0 : 1);
    }

    @Test
    void allViewerHeadersAreThoseThatGoFurtherThanOneHop() {
        RequestHead sent = sent(
                "{behavior: allViewer}".replace("{", "headers: {"),
                get(
                        "/",
                        "Host",
                        "www",
                        "X",
                        "1",
                        "User-Agent",
                        "curl",
                        "Connection",
                        "X-Hop",
                        "X-Hop",
                        "1",
                        "TE",
                        "trailers"));

        assertThat(sent.headers()).isEqualTo(Headers.of("Host", "www", "X", "1", "User-Agent", "curl"));
    }

    @Test
    void allExceptLeavesOutWhatIsListed() {
        RequestHead sent = sent(
                "headers: {behavior: allExcept, items: [host]}", get("/", "Host", "www", "X", "1", "User-Agent", "c"));

        assertThat(sent.headers()).isEqualTo(Headers.of("X", "1", "User-Agent", "c"));
    }

    @Test
    void theNetworksOwnHeadersGoWhereTheyAreListed() {
        assertThat(sent(
                                "headers: {behavior: allViewerAndAllowlistCloudFront, items: [CloudFront-Viewer-Country]}",
                                get("/", "X", "1", "User-Agent", "c"))
                        .headers())
                .isEqualTo(Headers.of("X", "1", "User-Agent", "c", "CloudFront-Viewer-Country", "DE"));
        assertThat(sent("headers: {behavior: allowlist, items: [CloudFront-Viewer-City]}", get("/"))
                        .headers()
                        .contains("CloudFront-Viewer-City"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "headers: {behavior: allViewer}",
                "headers: {behavior: allExcept, items: [X]}",
                "headers: {behavior: allowlist, items: [CloudFront-Viewer-Country, CloudFront-Is-Mobile-Viewer]}",
                "headers: {behavior: allViewerAndAllowlistCloudFront, items: [CloudFront-Viewer-Country]}"
            })
    void aViewerCannotSpeakForTheNetwork(String policy) {
        RequestHead sent = sent(
                policy,
                get(
                        "/",
                        "cloudfront-viewer-country",
                        "XX",
                        "CloudFront-Is-Mobile-Viewer",
                        "forged",
                        "CloudFront-Unheard-Of",
                        "forged",
                        "perigee-auth",
                        "forged",
                        "Perigee-Applied",
                        "99"));

        assertThat(sent.headers().entries())
                .noneMatch(line -> line.getValue().equals("XX")
                        || line.getValue().equals("forged")
                        || line.getKey().toLowerCase(java.util.Locale.ROOT).startsWith("perigee-"));
    }

    @Test
    void connectionCannotTakeAwayWhatIsInTheKey() {
        RequestHead sent = sent(
                "headers: {behavior: allowlist, items: [X-Tenant]}",
                null,
                get("/", "X-Tenant", "a", "Connection", "x-tenant"));

        assertThat(sent.headers().first("X-Tenant")).isEqualTo("a");
    }

    @Test
    void framingIsNotForPoliciesToForward() {
        RequestHead sent = sent(
                "headers: {behavior: allowlist, items: [Transfer-Encoding, Upgrade, TE]}",
                "headers: {behavior: allowlist, items: [Connection, Keep-Alive]}",
                get("/", "Transfer-Encoding", "chunked", "Upgrade", "h2c", "Connection", "Upgrade", "Keep-Alive", "9"));

        assertThat(sent.headers()).isEqualTo(Headers.of("User-Agent", "Perigee"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "true, 'comment: x', 'br,gzip'",
                "true, 'headers: {behavior: allViewer}', 'br,gzip'",
                "false, 'comment: x', -",
                "false, 'headers: {behavior: allViewer}', 'zstd, br, gzip'",
                "false, 'headers: {behavior: allowlist, items: [Accept-Encoding]}', 'zstd, br, gzip'",
                "false, 'headers: {behavior: allExcept, items: [accept-encoding]}', -"
            })
    void acceptEncodingGoesNormalizedWhereTheCacheKnowsEncodings(boolean enabled, String policy, String expected) {
        RequestHead sent = sent(
                "enableAcceptEncodingGzip: " + enabled + ", enableAcceptEncodingBrotli: " + enabled,
                policy,
                get("/", "Accept-Encoding", "zstd, br, gzip"));

        assertThat(sent.headers().combined("Accept-Encoding")).isEqualTo(expected);
    }

    @Test
    void theUserAgentIsTheNetworksUnlessThePolicyForwardsIt() {
        String listed = "headers: {behavior: allowlist, items: [User-Agent]}";

        assertThat(sent(listed, get("/", "User-Agent", "curl")).headers().all("User-Agent"))
                .containsExactly("curl");
        assertThat(sent(listed, get("/")).headers().contains("User-Agent")).isFalse();
        assertThat(sent(null, get("/", "User-Agent", "curl")).headers().all("User-Agent"))
                .containsExactly("Perigee");
    }
}
