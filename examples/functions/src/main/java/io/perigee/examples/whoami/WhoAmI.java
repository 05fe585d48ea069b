package io.perigee.examples.whoami;

import io.perigee.functions.EdgeFunction;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ViewerLocation;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Tells viewers what the edge knows of them. Attach it at viewer-request, to a behavior such as {@code /whoami}. */
public final class WhoAmI extends EdgeFunction {
    @Override
    public Future<RequestResult> viewerRequest(RequestEvent event) {
        ViewerLocation viewer = event.viewer();
        JsonObject known = new JsonObject()
                .put("ip", event.request().clientIp())
                .put("distribution", event.config().distributionId())
                .put("requestId", event.config().requestId());
        viewer.country().ifPresent(country -> known.put("country", country));
        viewer.city().ifPresent(city -> known.put("city", city));
        viewer.timeZone().ifPresent(timeZone -> known.put("timeZone", timeZone));
        return respond(FunctionResponse.ok("application/json", known.encodePrettily() + '\n')
                .withHeader("Cache-Control", "no-store"));
    }
}
