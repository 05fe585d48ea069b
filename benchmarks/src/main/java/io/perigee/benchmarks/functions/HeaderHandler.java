package io.perigee.benchmarks.functions;

import java.util.List;
import java.util.Map;

/** A handler as Lambda's Java runtime takes it, without any library. */
public final class HeaderHandler {
    /** Adds a header to the event's request. */
    @SuppressWarnings("unchecked") // an event is a document
    public Map<String, Object> handleRequest(Map<String, Object> event) {
        Map<String, Object> first = (Map<String, Object>) ((List<?>) event.get("Records")).get(0);
        Map<String, Object> request = (Map<String, Object>) ((Map<String, Object>) first.get("cf")).get("request");
        ((Map<String, Object>) request.get("headers")).put("x-added", List.of(Map.of("key", "X-Added", "value", "1")));
        return request;
    }
}
