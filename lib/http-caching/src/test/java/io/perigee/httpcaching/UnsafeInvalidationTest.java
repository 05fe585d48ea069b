package io.perigee.httpcaching;

import static io.perigee.httpcaching.Messages.request;
import static io.perigee.httpcaching.Messages.response;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsafeInvalidationTest {
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "FOO"})
    void aSuccessfulUnsafeRequestInvalidatesItsTarget(String method) {
        assertThat(targets(method, response(200))).containsExactly("/a");
        assertThat(targets(method, response(303))).containsExactly("/a");
    }

    @Test
    void errorsAndSafeMethodsInvalidateNothing() {
        assertThat(targets("POST", response(404))).isEmpty();
        assertThat(targets("POST", response(503))).isEmpty();
        assertThat(targets("GET", response(200))).isEmpty();
        assertThat(targets("OPTIONS", response(200))).isEmpty();
    }

    @Test
    void locationsOnTheSameOriginAreInvalidToo() {
        assertThat(targets("POST", response(201, "Location", "/b?x=1", "Content-Location", "c")))
                .containsExactly("/a", "/b?x=1", "/c");
        assertThat(targets("POST", response(201, "Location", "HTTPS://Example.COM:443/%62")))
                .containsExactly("/a", "/b");
        assertThat(targets("POST", response(201, "Location", "https://example.com")))
                .containsExactly("/a", "/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/b",
                "https://example.com:8443/b",
                "https://evil.example/b",
                "//evil.example/b",
                "mailto:a@b",
                "https://example.com/%2e%2e/b",
                "not a uri",
                "https://"
            })
    void otherOriginsAreLeftAlone(String location) {
        assertThat(targets("POST", response(201, "Location", location))).containsExactly("/a");
    }

    @Test
    void anUnreadableAuthorityLeavesTheTargetItself() {
        assertThat(UnsafeInvalidation.targets("https", "exa mple", request("POST"), response(201, "Location", "/b")))
                .containsExactly("/a");
    }

    private static List<String> targets(String method, ResponseHead response) {
        return UnsafeInvalidation.targets("https", "example.com", request(method), response);
    }
}
