package io.perigee.testkit;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A request that a {@link Viewer} sends. Immutable.
 *
 * @param url absolute
 * @param fields header fields in order; {@code Host} replaces the URL's authority in the request
 */
public record Asked(String method, String url, List<Map.Entry<String, String>> fields, Buffer body) {

    public Asked {
        fields = List.copyOf(fields);
    }

    public static Asked of(String method, String url) {
        return new Asked(method, url, List.of(), Buffer.buffer());
    }

    public static Asked get(String url) {
        return of("GET", url);
    }

    /** Adds a header field; the same name may be added several times. */
    public Asked with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(fields);
        more.add(Map.entry(name, value));
        return new Asked(method, url, more, body);
    }

    public Asked body(String text) {
        return body(Buffer.buffer(text));
    }

    public Asked body(Buffer bytes) {
        return new Asked(method, url, fields, bytes);
    }
}
