package io.perigee.demo.tour;

import io.vertx.core.buffer.Buffer;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * What a viewer got.
 *
 * @param took until the last byte was there
 */
record Seen(int status, HttpHeaders headers, Buffer body, Duration took) {

    /** The header's values, joined by a comma and a blank; empty if it is not there. */
    String header(String name) {
        return String.join(", ", headers.allValues(name));
    }

    String xCache() {
        return header("X-Cache");
    }

    /** One entry of {@code Cache-Status} for each cache that took part (RFC 9211), the one nearest the origin first. */
    List<String> cacheStatus() {
        String value = header("Cache-Status");
        return value.isEmpty() ? List.of() : List.of(value.split(", ", -1));
    }

    /** What the cache whose name starts so says of this response; empty if it says nothing. */
    String cacheStatusOf(String cache) {
        return cacheStatus().stream()
                .filter(entry -> entry.startsWith(cache))
                .findFirst()
                .orElse("");
    }

    String text() {
        return body.toString(StandardCharsets.UTF_8);
    }
}
