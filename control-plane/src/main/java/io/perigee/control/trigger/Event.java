package io.perigee.control.trigger;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Something that has happened, in EventBridge's envelope (<a
 * href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html">Event structure</a>). Names such as {@code
 * distribution/site} stand in place of ARNs.
 *
 * @param account the network's name
 * @param region of the control plane
 */
record Event(
        String id,
        String detailType,
        String source,
        String account,
        Instant time,
        String region,
        List<String> resources,
        JsonObject detail) {

    Buffer toBuffer() {
        return new JsonObject()
                .put("version", "0")
                .put("id", id)
                .put("detail-type", detailType)
                .put("source", source)
                .put("account", account)
                .put("time", time.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", region)
                .put("resources", new JsonArray(resources))
                .put("detail", detail)
                .toBuffer();
    }
}
