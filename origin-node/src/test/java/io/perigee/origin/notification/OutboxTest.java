package io.perigee.origin.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.ObjectAttributes;
import io.perigee.origin.store.ObjectJournal;
import io.perigee.origin.store.ObjectKey;
import io.perigee.origin.store.ObjectStore;
import io.perigee.origin.store.PutOutcome;
import io.perigee.origin.store.StoreLimits;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {

    private static final BucketName PHOTOS = new BucketName("photos");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.250Z");

    @TempDir
    Path folder;

    private static NotificationConfig notification(String event, String prefix, String suffix, String function) {
        return new NotificationConfig(List.of(event), prefix, suffix, function, "live", "eu");
    }

    private Outbox outbox(int limit, NotificationConfig... notifications) throws IOException {
        return Outbox.open(folder.resolve("events"), Map.of(PHOTOS, List.of(notifications)), "us-east-1", limit);
    }

    private ObjectStore store(Outbox outbox) throws IOException {
        ObjectStore store =
                ObjectStore.open(folder, StoreLimits.standard(), InstantSource.fixed(NOW), List.of(), outbox);
        store.createBucket(PHOTOS);
        return store;
    }

    private static void put(ObjectStore store, String key) throws IOException {
        assertThat(store.put(
                        PHOTOS,
                        new ObjectKey(key),
                        ObjectAttributes.of("image/jpeg"),
                        new ByteArrayInputStream(new byte[] {1, 2, 3})))
                .isInstanceOf(PutOutcome.Stored.class);
    }

    private static JsonObject record(Outbox outbox, int index) throws IOException {
        return new JsonObject(
                        outbox.read(outbox.names().get(index)).orElseThrow().payload())
                .getJsonArray("Records")
                .getJsonObject(0);
    }

    @Test
    void whatHappensIsKeptInTheFormOfS3AndIsThereAfterARestart() throws IOException {
        try (ObjectStore store = store(outbox(10, notification("s3:ObjectCreated:*", "", "", "resize")))) {
            put(store, "a b/ü+c.jpg");
        }
        Outbox outbox = outbox(10);

        Outbox.Waiting waiting = outbox.read(outbox.names().getFirst()).orElseThrow();
        assertThat(waiting.function()).isEqualTo("resize");
        assertThat(waiting.qualifier()).isEqualTo("live");
        assertThat(waiting.region()).isEqualTo("eu");
        assertThat(waiting.source()).isEqualTo("bucket photos");
        JsonObject record = record(outbox, 0);
        assertThat(record.getString("eventVersion")).isEqualTo("2.1");
        assertThat(record.getString("eventSource")).isEqualTo("aws:s3");
        assertThat(record.getString("awsRegion")).isEqualTo("us-east-1");
        assertThat(record.getString("eventTime")).isEqualTo("2026-11-22T10:00:00.250Z");
        assertThat(record.getString("eventName")).isEqualTo("ObjectCreated:Put");
        JsonObject s3 = record.getJsonObject("s3");
        assertThat(s3.getJsonObject("bucket").getString("name")).isEqualTo("photos");
        JsonObject object = s3.getJsonObject("object");
        assertThat(object.getString("key")).isEqualTo("a+b/%C3%BC%2Bc.jpg");
        assertThat(object.getInteger("size")).isEqualTo(3);
        assertThat(object.getString("eTag")).isEqualTo("5289df737df57326fcdd22597afb1fac");
        assertThat(object.getString("sequencer")).matches("[0-9A-F]{16}");
    }

    @Test
    void functionsAreToldOfTheEventsAndKeysThatTheyAreToBeToldOf() throws IOException {
        Outbox outbox = outbox(
                10,
                notification("s3:ObjectCreated:Put", "in/", ".jpg", "resize"),
                notification("s3:ObjectCreated:Copy", "", "", "copied"),
                notification("s3:ObjectRemoved:Delete", "", "", "tidy"));
        try (ObjectStore store = store(outbox)) {
            put(store, "in/a.jpg");
            put(store, "in/a.png");
            put(store, "out/a.jpg");
            store.delete(PHOTOS, new ObjectKey("in/a.png"));
            store.delete(PHOTOS, new ObjectKey("never/was"));
        }

        assertThat(outbox.size()).isEqualTo(2);
        assertThat(record(outbox, 0).getString("eventName")).isEqualTo("ObjectCreated:Put");
        assertThat(record(outbox, 1).getString("eventName")).isEqualTo("ObjectRemoved:Delete");
        JsonObject removed = record(outbox, 1).getJsonObject("s3").getJsonObject("object");
        assertThat(removed.fieldNames()).containsExactly("key", "sequencer");
        assertThat(removed.getString("sequencer"))
                .isGreaterThan(record(outbox, 0)
                        .getJsonObject("s3")
                        .getJsonObject("object")
                        .getString("sequencer"));
    }

    @Test
    void whileTheOutboxIsFullWhatWouldAddToItIsRefusedAndNothingElseIs() throws IOException {
        Outbox outbox = outbox(1, notification("s3:ObjectCreated:*", "in/", "", "resize"));
        try (ObjectStore store = store(outbox)) {
            put(store, "in/a");

            assertThatThrownBy(() -> put(store, "in/b")).isInstanceOf(ObjectJournal.JournalFullException.class);
            assertThatThrownBy(() -> store.delete(PHOTOS, new ObjectKey("in/a")))
                    .isInstanceOf(ObjectJournal.JournalFullException.class);
            put(store, "out/b");
            assertThat(store.find(PHOTOS, new ObjectKey("in/a"))).isPresent();
            assertThat(store.find(PHOTOS, new ObjectKey("in/b"))).isEmpty();

            outbox.remove(outbox.names().getFirst());
            put(store, "in/b");
        }
    }

    @Test
    void anEventThatAKillHasCutOffIsNone() throws IOException {
        try (ObjectStore store = store(outbox(10, notification("s3:ObjectCreated:*", "", "", "resize")))) {
            put(store, "a");
            put(store, "b");
        }
        Outbox outbox = outbox(10);
        Path first = folder.resolve("events").resolve(outbox.names().getFirst());
        Files.writeString(first, Files.readString(first).substring(0, 40));

        assertThat(outbox.read(outbox.names().getFirst())).isEmpty();
        assertThat(outbox.read(outbox.names().getLast())).isPresent();
    }
}
