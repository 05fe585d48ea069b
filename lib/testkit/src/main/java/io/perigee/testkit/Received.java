package io.perigee.testkit;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as a {@link FakeOrigin} received it.
 *
 * @param target as it was in the request line, undecoded
 * @param fields in the order received, names in the spelling received
 * @param connection number of the connection that it came on, from 1
 */
public record Received(
        String method,
        String target,
        String version,
        List<Map.Entry<String, String>> fields,
        Buffer body,
        int connection) {

    public Received {
        fields = List.copyOf(fields);
    }

    /** The target without its query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The field's first value; the name in any case. */
    public @Nullable String header(String name) {
        for (var field : fields) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getValue();
            }
        }
        return null;
    }

    /** All values of the field, in the order received. */
    public List<String> headers(String name) {
        return fields.stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The body as UTF-8. */
    public String text() {
        return body.toString();
    }
}
