package io.perigee.origin.notification;

import io.perigee.origin.store.ObjectEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * An event in S3's form (<a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event message
 * structure</a>), without who has asked for the change.
 */
final class ObjectRecord {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ObjectRecord() {}

    static String name(ObjectEvent event) {
        return switch (event) {
            case ObjectEvent.ObjectCreated(var object, var how) ->
                switch (how) {
                    case PUT -> "ObjectCreated:Put";
                    case COPY -> "ObjectCreated:Copy";
                };
            case ObjectEvent.ObjectRemoved removed -> "ObjectRemoved:Delete";
        };
    }

    /** {@code {"Records": […]}} with one record. */
    static JsonObject of(ObjectEvent event, String region) {
        JsonObject object = new JsonObject().put("key", encoded(event.key().value()));
        Instant time = switch (event) {
            case ObjectEvent.ObjectCreated(var created, var how) -> {
                object.put("size", created.size()).put("eTag", created.etag());
                yield created.lastModified();
            }
            case ObjectEvent.ObjectRemoved removed -> removed.at();
        };
        object.put("sequencer", String.format("%016X", event.ordinal()));
        String bucket = event.bucket().value();
        return new JsonObject()
                .put(
                        "Records",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("eventVersion", "2.1")
                                        .put("eventSource", "aws:s3")
                                        .put("awsRegion", region)
                                        .put("eventTime", TIME.format(time))
                                        .put("eventName", name(event))
                                        .put(
                                                "s3",
                                                new JsonObject()
                                                        .put("s3SchemaVersion", "1.0")
                                                        .put(
                                                                "bucket",
                                                                new JsonObject()
                                                                        .put("name", bucket)
                                                                        .put("arn", "arn:aws:s3:::" + bucket))
                                                        .put("object", object))));
    }

    /** As in a form, but for slashes. */
    private static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }
}
