package io.perigee.httpcaching;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrailerFieldsTest {
    @Test
    void whatIsKnownOnlyAtTheEndIsSentOn() {
        Headers trailers = Headers.of("Content-Digest", "sha-256=:x:", "Server-Timing", "db;dur=2", "ETag", "\"1\"");

        assertThat(TrailerFields.forwarded(trailers)).isEqualTo(trailers);
    }

    @Test
    void whatWouldFrameRouteOrKeepTheResponseIsDropped() {
        assertThat(TrailerFields.forwarded(Headers.of(
                        "Content-Length",
                        "5",
                        "Transfer-Encoding",
                        "chunked",
                        "cache-control",
                        "max-age=60",
                        "Set-Cookie",
                        "a=b",
                        "Connection",
                        "X-Hop",
                        "X-Hop",
                        "1",
                        "X-Kept",
                        "2")))
                .isEqualTo(Headers.of("X-Kept", "2"));
    }

    @Test
    void oneMalformedFieldDropsAll() {
        assertThat(TrailerFields.forwarded(Headers.of("X-A", "1", "X-B", "a\0b")))
                .isEqualTo(Headers.of());
    }
}
