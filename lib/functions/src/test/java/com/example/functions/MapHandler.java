package com.example.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;
import java.util.Map;

/** Adds what it knows of its call to the request, or fails. */
public class MapHandler implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    @Override
    @SuppressWarnings("unchecked")
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        Map<String, Object> record = (Map<String, Object>) ((List<?>) event.get("Records")).get(0);
        Map<String, Object> request = (Map<String, Object>) ((Map<String, Object>) record.get("cf")).get("request");
        if ("/fails".equals(request.get("uri"))) {
            throw new IllegalStateException("on purpose");
        }
        context.getLogger().log("called for " + request.get("uri"));
        String seen = context.getFunctionName() + ":" + context.getFunctionVersion() + " "
                + Thread.currentThread().isVirtual() + " " + (context.getRemainingTimeInMillis() > 0);
        ((Map<String, Object>) request.get("headers")).put("x-seen", List.of(Map.of("key", "X-Seen", "value", seen)));
        return request;
    }
}
