package io.perigee.examples.abtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.FunctionResponse;
import io.perigee.functions.testing.EventBuilder;
import io.perigee.functions.testing.FunctionTester;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AbTestTest {
    private final FunctionTester tester = FunctionTester.of(AbTest.class);

    @AfterEach
    void close() {
        tester.close();
    }

    @Test
    void groupBGetsItsOwnPages() {
        assertThat(tester.proceeds(EventBuilder.viewerRequest("/shop/").header("Cookie", "x=1; group=B"))
                        .uri())
                .isEqualTo("/b/shop/");
        assertThat(tester.proceeds(EventBuilder.viewerRequest("/about.html").header("Cookie", "group=B"))
                        .uri())
                .isEqualTo("/b/about.html");
    }

    @Test
    void groupASeesThePagesAsTheyAre() {
        assertThat(tester.proceeds(EventBuilder.viewerRequest("/shop/").header("Cookie", "group=A"))
                        .uri())
                .isEqualTo("/shop/");
    }

    @Test
    void picturesAreTheSameForBoth() {
        assertThat(tester.proceeds(EventBuilder.viewerRequest("/img/cat.jpg").header("Cookie", "group=B"))
                        .uri())
                .isEqualTo("/img/cat.jpg");
    }

    @Test
    void aFirstVisitIsRememberedInTheGroupThatItSaw() {
        String uri = tester.proceeds(EventBuilder.viewerRequest("/")).uri();

        FunctionResponse response = tester.responds(EventBuilder.viewerResponse("/"));

        String group = uri.equals("/b/") ? "B" : "A";
        assertThat(response.header("Set-Cookie").orElseThrow()).startsWith("group=" + group + "; Path=/");
    }

    @Test
    void whoHasTheCookieGetsNoOther() {
        FunctionResponse response =
                tester.responds(EventBuilder.viewerResponse("/").header("Cookie", "group=A"));

        assertThat(response.header("Set-Cookie")).isEmpty();
    }

    @Test
    void theOriginsOwnCookiesStay() {
        FunctionResponse response =
                tester.responds(EventBuilder.viewerResponse("/").responseHeader("Set-Cookie", "session=1"));

        assertThat(response.headers().all("Set-Cookie")).hasSize(2).startsWith("session=1");
    }
}
