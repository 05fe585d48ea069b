package io.perigee.testkit;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A whole answer as a {@link Viewer} got it. */
public record Answered(int status, HttpVersion version, MultiMap headers, Buffer body) {

    /** The field's first value; the name in any case. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** All values of the field, in the order received. */
    public List<String> headers(String name) {
        return headers.getAll(name);
    }

    /** The body as UTF-8. */
    public String text() {
        return body.toString();
    }

    @Override
    public String toString() {
        return status + " " + headers.entries() + " " + (body.length() > 300 ? body.length() + " bytes" : text());
    }
}
