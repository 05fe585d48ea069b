package com.example.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.CloudFrontEvent;
import java.util.List;
import java.util.Map;

/** Generates a response out of AWS's own event class. */
public class EventHandler implements RequestHandler<CloudFrontEvent, Map<String, Object>> {
    @Override
    public Map<String, Object> handleRequest(CloudFrontEvent event, Context context) {
        CloudFrontEvent.CF cf = event.getRecords().get(0).getCf();
        return Map.of(
                "status",
                "200",
                "headers",
                Map.of(
                        "x-host",
                        List.of(Map.of(
                                "key",
                                "X-Host",
                                "value",
                                cf.getRequest().getHeaders().get("host").get(0).getValue()))),
                "body",
                cf.getConfig().getDistributionId() + " " + cf.getRequest().getUri());
    }
}
