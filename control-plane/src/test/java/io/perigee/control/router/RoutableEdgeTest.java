package io.perigee.control.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.perigee.control.router.RoutableEdge.State;
import io.perigee.geo.Coordinates;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutableEdgeTest {

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8081", "https://edge.example", "https://[2001:db8::1]:8443/"})
    void aTargetIsPutBehindThePublicUrl(String url) {
        String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;

        assertThat(edge(url, 100).urlOf("/a?b")).isEqualTo(base + "/a?b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://edge.example",
                "//edge.example",
                "/path",
                "http:///path",
                "http://user@edge.example",
                "http://edge.example/path",
                "http://edge.example?q",
                "http://edge.example#f",
                "mailto:a@b"
            })
    void anyOtherPublicUrlIsRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> edge(url, 100))
                .withMessageContaining(url)
                .withMessageContaining("expected");
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> edge("http://a", 1001));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouterConfig(
                        RouterConfig.DEFAULT.policy(),
                        RouterConfig.DEFAULT.clientAddress(),
                        false,
                        false,
                        Duration.ofMillis(10)))
                .withMessageContaining("1 second to 1 hour");
    }

    private static RoutableEdge edge(String url, int weight) {
        return new RoutableEdge("e", "r", new Coordinates(0, 0), URI.create(url), weight, State.ROUTABLE);
    }
}
