package io.perigee.examples.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.FunctionResponse;
import io.perigee.functions.testing.EventBuilder;
import io.perigee.functions.testing.FunctionTester;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecurityHeadersTest {
    private final FunctionTester tester = FunctionTester.of(SecurityHeaders.class);

    @AfterEach
    void close() {
        tester.close();
    }

    @Test
    void theHeadersAreAdded() {
        FunctionResponse response = tester.responds(EventBuilder.viewerResponse("/"));

        assertThat(response.header("Strict-Transport-Security").orElseThrow()).startsWith("max-age=63072000");
        assertThat(response.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.header("X-Frame-Options")).contains("DENY");
        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void theOriginsOwnChoiceStands() {
        FunctionResponse response =
                tester.responds(EventBuilder.viewerResponse("/").responseHeader("x-frame-options", "SAMEORIGIN"));

        assertThat(response.headers().all("X-Frame-Options")).containsExactly("SAMEORIGIN");
    }

    @Test
    void whatTheOriginRunsIsNotTold() {
        FunctionResponse response = tester.responds(EventBuilder.viewerResponse("/")
                .responseHeader("Server", "Apache/2.4.1")
                .responseHeader("X-Powered-By", "PHP/5"));

        assertThat(response.header("Server")).isEmpty();
        assertThat(response.header("X-Powered-By")).isEmpty();
    }
}
