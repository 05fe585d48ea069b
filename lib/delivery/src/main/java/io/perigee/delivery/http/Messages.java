package io.perigee.delivery.http;

import io.perigee.httpcaching.Headers;
import io.vertx.core.MultiMap;
import java.util.Map;

/** Converts header fields between Vert.x and the caching model, line by line and in order. */
public final class Messages {

    private Messages() {}

    public static Headers headers(MultiMap fields) {
        Headers.Builder headers = Headers.builder();
        for (Map.Entry<String, String> field : fields) {
            headers.add(field.getKey(), field.getValue());
        }
        return headers.build();
    }

    /** Adds every line of {@code headers} to {@code fields}. */
    public static void addAll(MultiMap fields, Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            fields.add(headers.nameAt(i), headers.valueAt(i));
        }
    }
}
