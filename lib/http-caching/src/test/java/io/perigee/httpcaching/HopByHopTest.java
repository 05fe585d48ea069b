package io.perigee.httpcaching;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HopByHopTest {
    @Test
    void stripsWhatConcernsOneConnection() {
        Headers headers = Headers.of(
                "connection",
                "close, X-Hop",
                "Keep-Alive",
                "1",
                "TE",
                "trailers",
                "Upgrade",
                "h2c",
                "Transfer-Encoding",
                "chunked",
                "Proxy-Authorization",
                "x",
                "Proxy-Connection",
                "x",
                "Trailer",
                "x",
                "x-hop",
                "1",
                "Foo",
                "2");
        assertThat(HopByHop.strip(headers)).isEqualTo(Headers.of("Foo", "2"));
    }

    @Test
    void leavesAMessageWithoutThemAsItIs() {
        Headers headers = Headers.of("Foo", "1");
        assertThat(HopByHop.strip(headers)).isSameAs(headers);
    }

    @Test
    void connectionCannotNominateWhatAMessageNeeds() {
        Headers headers = Headers.of(
                "Connection",
                "Host, Content-Length, Cache-Control, Authorization, Foo",
                "Host",
                "a",
                "Content-Length",
                "0",
                "Cache-Control",
                "private",
                "Authorization",
                "x",
                "Foo",
                "1");
        assertThat(HopByHop.strip(headers))
                .isEqualTo(Headers.of(
                        "Host", "a", "Content-Length", "0", "Cache-Control", "private", "Authorization", "x"));
    }

    @Test
    void viaGrowsAtItsEnd() {
        assertThat(appendVia(Headers.of(), "1.1 edge (Perigee)")).isEqualTo(Headers.of("Via", "1.1 edge (Perigee)"));
        assertThat(appendVia(Headers.of("Via", "1.0 a", "Foo", "1", "via", "2 b"), "1.1 edge"))
                .isEqualTo(Headers.of("Via", "1.0 a, 2 b, 1.1 edge", "Foo", "1"));
    }

    private static Headers appendVia(Headers headers, String receivedBy) {
        Headers.Builder builder = headers.toBuilder();
        HopByHop.appendVia(builder, receivedBy);
        return builder.build();
    }
}
