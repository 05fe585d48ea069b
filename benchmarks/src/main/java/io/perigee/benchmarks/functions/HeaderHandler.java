package io.perigee.benchmarks.functions;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A handler as Lambda's Java runtime takes it, without any library. */
public final class HeaderHandler {
    /** Adds a header to the event's request. */
    public Map<String, Object> handleRequest(Map<String, Object> event) {
        List<?> records = (List<?>) requireNonNull(event.get("Records"));
        Map<String, Object> cf = object(object(records.get(0)).get("cf"));
        Map<String, Object> request = object(cf.get("request"));
        object(request.get("headers")).put("x-added", List.of(Map.of("key", "X-Added", "value", "1")));
        return request;
    }

    @SuppressWarnings("unchecked") // an event is a document
    private static Map<String, Object> object(@Nullable Object value) {
        return (Map<String, Object>) requireNonNull(value);
    }
}
